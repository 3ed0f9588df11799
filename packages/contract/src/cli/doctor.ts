import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { capsuleError } from '@capsule/core';
import { versionOf } from '../doctor/compare-contracts.js';
import type { Diagnosis, DoctorAddon, DoctorConsumer, DoctorPrebuilt } from '../doctor/diagnosis.js';
import { examine } from '../doctor/doctor.js';
import { displayPath } from '../project/files.js';
import { print, printError, printJson } from '../terminal.js';

/** The exit code for wrong usage. 1 means that something does not fit. */
export const WRONG_USAGE = 2;

/** Reports which producers and consumers are installed, and fails if one does not fit. */
export function doctor(folder: string | undefined, options: { json?: boolean }): void {
  const start = resolve(folder ?? '.');
  if (!existsSync(start) || !statSync(start).isDirectory()) {
    const found = existsSync(start) ? 'a file' : 'none';
    const expected = `a folder at ${start}`;
    printError(capsuleError(Error, 'ERR_CONTRACT_FILE_MISSING', 'Examining', { expected, found }));
    process.exitCode = WRONG_USAGE;
    return;
  }
  const diagnosis = examine(start);
  if (options.json) printJson(diagnosis);
  else print(describe(diagnosis));
  const { producers, consumers, problems, prebuilt } = diagnosis;
  const all = [producers, consumers, problems, ...prebuilt.flatMap((each) => [each.producers, each.consumers])];
  const isNothing = all.every(({ length }) => length === 0); // perhaps the wrong folder
  process.exitCode = isNothing ? WRONG_USAGE : diagnosis.fits ? 0 : 1;
}

function describe(diagnosis: Diagnosis): string[] {
  const { producers, consumers, unclear, problems, unbuilt, prebuilt, fixtures, copies, unread } = diagnosis;
  return [
    `${diagnosis.folder}, for ${diagnosis.platform}`,
    ...section('producers', producers.map(describeProducer)),
    ...section('consumers', consumers.map(describeConsumer)),
    ...section(
      'seal and open under the names of other packages: not compared',
      unclear.map((addon) => [`${nameOf(addon)} has ${contractOf(addon)}`, displayPath(addon.file)]),
    ),
    ...section(
      'without an addon',
      problems.map(({ message }) => [message]),
    ),
    ...section(
      'not built, private, and needed by no package: no fault',
      unbuilt.map(({ message }) => [message]),
    ),
    ...section('prebuilt binaries, compared with those of the same platform', prebuilt.map(describePrebuilt)),
    ...section(
      'installed more than once: each consumer resolves to the copy that its own require finds',
      copies.map(({ name, folders }) => [name, ...folders.map(displayPath)]),
    ),
    ...section(
      'unreadable',
      unread.map(({ file, why }) => [`${displayPath(file)}: ${why}`]),
    ),
    ...section(
      'private packages in folders of tests: not examined',
      fixtures.map((folder) => [displayPath(folder)]),
    ),
    '',
    conclusion(diagnosis),
  ];
}

/** A heading and its items: the first line of each, and its other lines indented. */
function section(title: string, items: readonly (readonly string[])[]): string[] {
  if (items.length === 0) return [];
  const lines = items.flatMap(([first, ...rest]) => [`  ${first}`, ...rest.map((line) => `    ${line}`)]);
  return ['', title, ...lines];
}

const nameOf = ({ package: { name, version } }: DoctorAddon): string =>
  version === undefined ? name : `${name} ${version}`;
const contractOf = ({ contract }: DoctorAddon): string => `${contract.name} ${versionOf(contract)}`;
const count = (of: number, what: string): string => `${of} ${what}${of === 1 ? '' : 's'}`;

function describeProducer(producer: DoctorAddon): string[] {
  const functions = count(producer.contract.functions.length, 'function');
  return [`${nameOf(producer)} seals ${contractOf(producer)}: ${functions}`, displayPath(producer.file)];
}

function describeConsumer(consumer: DoctorConsumer): string[] {
  const { producers, problem } = consumer;
  return [
    `${nameOf(consumer)} opens ${contractOf(consumer)}: ${problem === undefined ? 'fits' : 'does not fit'}`,
    displayPath(consumer.file),
    ...producers.map(({ contract, file }) => `resolves to ${versionOf(contract)} in ${displayPath(file)}`),
    ...(problem === undefined ? [] : [problem.message]),
  ];
}

function describePrebuilt({ platform, producers, consumers, problems }: DoctorPrebuilt): string[] {
  const compared = consumers.filter((each) => each.producers.length > 0 || each.problem !== undefined);
  const misfits = consumers.flatMap((each) => (each.problem === undefined ? [] : [each]));
  const isRight = misfits.length + problems.length === 0;
  const rest = consumers.length === compared.length ? '' : `, ${consumers.length - compared.length} not compared`;
  return [
    `${platform}: ${count(producers.length, 'producer')}, ${count(consumers.length, 'consumer')}${rest}: ${isRight ? 'fits' : 'does not fit'}`,
    ...misfits.flatMap(({ file, problem }) => [displayPath(file), ...(problem === undefined ? [] : [problem.message])]),
    ...problems.map(({ message }) => message),
  ];
}

function conclusion({ producers, consumers, problems, prebuilt, unclear, unread, fits }: Diagnosis): string {
  const found = `${count(producers.length, 'producer')}, ${count(consumers.length, 'consumer')}`;
  const isPrebuilt = prebuilt.some((each) => each.producers.length + each.consumers.length > 0);
  if (producers.length + consumers.length + problems.length === 0 && !isPrebuilt)
    return `${found}: no contract was found, so nothing was compared.`;
  if (fits) return `${found}: everything ${unclear.length + unread.length === 0 ? '' : 'that could be compared '}fits.`;
  const misfits = consumers.filter(({ problem }) => problem !== undefined).length;
  const wrong = [
    ...(misfits === 0 ? [] : [`${count(misfits, 'consumer')} ${misfits === 1 ? 'does' : 'do'} not fit`]),
    ...(problems.length === 0
      ? []
      : [`${count(problems.length, 'package')} ${problems.length === 1 ? 'has' : 'have'} no addon`]),
    ...prebuilt
      .filter((each) => each.problems.length > 0 || each.consumers.some(({ problem }) => problem !== undefined))
      .map(({ platform }) => `prebuilt for ${platform} does not fit`),
  ];
  return `${found}: ${wrong.join(', ')}.`;
}
