import type { Contract } from '../model/contract.js';
import type { AbiRecord } from '../record/record.js';
import type { ContractSource } from './source.js';

/** A contract, the file that declares it, and the files that belong to it. */
export interface Project {
  readonly contract: Contract;
  readonly source: ContractSource;
  /** The files that are generated from the contract. */
  readonly generated: readonly { readonly file: string; readonly text: string }[];
  /** Path of the ABI record. */
  readonly recordFile: string;
}

/** A project with its record, and the differences of its contract from the shipped versions. */
export interface ComparedProject extends Project {
  readonly record: AbiRecord;
  readonly differences: readonly Error[];
}
