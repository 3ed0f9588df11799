import { capsuleError } from '@capsule/core';
import { quote } from './values.js';

const setOf = (text: string) => new Set(text.split(/\s+/));

/** Keywords of C up to C23 and of C++ up to C++20, with the alternative operator names. */
const keywords = setOf(
  `alignas alignof and and_eq asm atomic_cancel atomic_commit atomic_noexcept auto bitand bitor bool break case catch
  char char8_t char16_t char32_t class co_await co_return co_yield compl concept const const_cast consteval constexpr
  constinit continue decltype default delete do double dynamic_cast else enum explicit export extern false float for
  friend goto if inline int long mutable namespace new noexcept noreturn not not_eq nullptr operator or or_eq private
  protected public reflexpr register reinterpret_cast requires restrict return short signed sizeof static static_assert
  static_cast struct switch synchronized template this thread_local throw true try typedef typeid typename typeof
  typeof_unqual union unsigned using virtual void volatile wchar_t while xor xor_eq`,
);
/** Object-like macros of common headers, POSIX and Windows, and of compilers. */
const macros = setOf(
  `abnormal_termination basename cdecl complex d_fileno environ errno exception_code exception_info far gai_strerror
  h_addr h_errno hyper i386 ifa_broadaddr ifa_dstaddr ifc_buf ifc_req ifr_addr ifr_bandwidth ifr_broadaddr ifr_data
  ifr_dstaddr ifr_flags ifr_hwaddr ifr_ifindex ifr_map ifr_metric ifr_mtu ifr_name ifr_netmask ifr_newname ifr_qlen
  ifr_slave imaginary in_addr6 interface iscsym iscsymf linux lstrcat lstrcmp lstrcmpi lstrcpy lstrcpyn lstrlen
  math_errhandling midl_user_allocate midl_user_free mips msg_cbytes near pascal s6_addr s6_addr16 s6_addr32 s6_bytes
  s6_words s_addr s_host s_imp s_impno s_lh s_net sa_handler sa_sigaction sched_priority si_addr si_addr_lsb si_arch
  si_band si_call_addr si_fd si_int si_lower si_overrun si_pid si_pkey si_ptr si_status si_stime si_syscall si_timerid
  si_uid si_upper si_utime si_value sigev_notify_attributes sigev_notify_function small sparc st_atime st_ctime
  st_mtime stderr stdin stdout strcasecmp strncasecmp sun sys_errlist sys_nerr unix vax wcswcs wsprintf wvsprintf`,
);
/** Dialog controls, which <windows.h> defines as macros, from <dlgs.h>. */
const dialogMacros = /^(chx|cmb|ctl|edt|frm|grp|ico|lst|psh|rad|rct|scr|stc)([1-9]|[12]\d|3[0-2])$/;
/**
 * Function-like macros, which the preprocessor replaces before a parenthesis, as in `math->min(x, n)`. A field or an
 * argument may have such a name; a function may not. Macros of <tgmath.h> are allowed: `exp` and `sqrt` are useful.
 */
const functionMacros = setOf(
  `alloca assert assert_perror bcopy be16toh be32toh be64toh boolean_from_ndr byte_from_ndr bzero clrbit fpclassify getc
  getchar howmany htobe16 htobe32 htobe64 htole16 htole32 htole64 htonl htonll htons isalnum isalpha isascii isblank
  isclr iscntrl isdigit iseqsig isfinite isgraph isgreater isgreaterequal isinf isless islessequal islessgreater
  islower isnan isnormal isprint ispunct isset issignaling isspace issubnormal isunordered isupper iswalnum iswalpha
  iswascii iswcntrl iswdigit iswgraph iswlower iswprint iswpunct iswspace iswupper iswxdigit isxdigit iszero
  kill_dependency le16toh le32toh le64toh major makedev max memccpy memcpy memmove memset min minor ntohl ntohll ntohs
  offsetof powerof2 putc putchar roundup setbit setjmp sigmask signbit sigsetjmp small_from_ndr snprintf sprintf stpcpy
  stpncpy strcat strcpy strdupa strlcat strlcpy strncat strncpy strndupa timeradd timerclear timercmp timerisset
  timersub toascii tolower toupper va_arg va_copy va_end va_start vsnprintf vsprintf`,
);
/** Names that every generated header defines, after the prefix. */
export const generatedNames = ['api', 'contract', 'entries', 'import', 'open', 'seal'];

/** Snake case. Names with two underscores in a row are reserved in C++; C compares only 63 characters of a name. */
const isSnakeCase = (name: unknown): name is string =>
  typeof name === 'string' && name.length <= 63 && /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name);

/**
 * Rejects names that are keywords or macros in C or C++.
 *
 * @param isCalled - whether C code calls it. If so, function-like macros such as min are rejected, too.
 * @returns the name
 */
export function checkName(where: string, what: string, name: unknown, isCalled = false): string {
  const expected = problemOf(what, name, isCalled);
  if (expected === undefined) return name as string;
  throw capsuleError(TypeError, 'ERR_CONTRACT_NAME_UNUSABLE', where, { expected, found: quote(name) });
}

function problemOf(what: string, name: unknown, isCalled: boolean): string | undefined {
  if (!isSnakeCase(name) || keywords.has(name)) return `${what} in snake_case that is not a keyword of C or C++`;
  if (what === 'a name' && name.startsWith('retired_'))
    return `${what} that does not begin with retired_, as the members of retired functions do`;
  if (/_(t|fn)$/.test(name) || name === 't') return `${what} that does not end in _t or _fn, as types do`;
  if (macros.has(name) || dialogMacros.test(name) || (isCalled && functionMacros.has(name)))
    return `${what} that is not a macro of a common header`;
  return undefined;
}

/** Namespaces that would hide another one in the generated header. */
const namespaces = setOf('detail std');

/** The namespace in C++ for a prefix, inside of `capsule`: `signal`, or `errno_` for a macro or a keyword. */
export const namespaceOf = (prefix: string): string =>
  keywords.has(prefix) || macros.has(prefix) || dialogMacros.test(prefix) || namespaces.has(prefix)
    ? `${prefix}_`
    : prefix;

/** The default prefix: the last part of a contract's name. */
function lastPart(name: string): string {
  return name
    .slice(name.lastIndexOf('/') + 1)
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toLowerCase();
}

/**
 * Prefixes of core, Node-API and C, and names of folders: those that Windows does not allow, and `debug`, because
 * `debug/debug.h` would replace a header that libstdc++ includes.
 */
const taken = /^(capsule|napi|node_api|atomic|va|shm|sem|mq)(_|$)|^(con|prn|aux|nul|com\d|lpt\d|debug)$/;

/** Whether a contract can have a prefix. */
export const isPrefix = (prefix: unknown): prefix is string => isSnakeCase(prefix) && !taken.test(prefix);

/** The prefix that a contract chooses, or by default `fastmath` for `@capsule/fastmath`. */
export function choosePrefix(where: string, name: string, chosen: unknown): string {
  const prefix = chosen === undefined ? lastPart(name) : chosen;
  if (isPrefix(prefix)) return prefix;
  throw capsuleError(TypeError, 'ERR_CONTRACT_PREFIX_UNUSABLE', where, {
    expected: 'a prefix in snake_case that C, Node-API and core do not use',
    found: quote(prefix),
    advice: "Write { prefix: '...' } as the last argument of defineContract.",
  });
}
