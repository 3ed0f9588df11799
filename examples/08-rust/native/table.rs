//! Seals and opens tables as docs/abi.md describes.
#![allow(dead_code)] // a crate with a copy of this file may need only a part of it
use crate::capsule::{gate, reject, seal_envelope, text, Refusal, TABLE};
use crate::napi::{Env, Value};
use core::ffi::{c_char, c_void, CStr};
use std::mem::size_of;
use std::ptr::from_ref;

#[repr(C)]
struct Entry {
    name: *const c_char,
    signature: *const c_char,
    since: u32,
    flags: u32,
}

#[repr(C)]
pub struct Contract {
    size: u32,
    entry_size: u32,
    name: *const c_char,
    major: u32,
    minor: u32,
    count: usize,
    entries: *const Entry,
}

/// Returns the i-th entry. A later header may have larger entries.
unsafe fn entry(contract: &Contract, i: usize) -> &Entry {
    &*contract.entries.byte_add(i * contract.entry_size as usize)
}

/// Returns whether a producer's contract is valid.
unsafe fn is_valid(contract: *const Contract) -> bool {
    let Some(this) = contract.as_ref() else {
        return false;
    };
    let (size, entry_size) = (this.size as usize, this.entry_size as usize);
    size >= size_of::<Contract>()
        && entry_size >= size_of::<Entry>()
        && entry_size % size_of::<usize>() == 0
        && this.count <= isize::MAX as usize / entry_size
        && (this.count == 0 || !this.entries.is_null())
        && (0..this.count).all(|i| {
            let entry = entry(this, i);
            !entry.name.is_null()
                && !entry.signature.is_null()
                && entry.flags <= 1
                && entry.since <= this.minor
        })
}

/// The flag of a function that is retired and may be missing.
const RETIRED: u32 = 1;

/// Seals a table of this image. Fails if a function is missing.
///
/// # Safety
/// `A` is the table that the contract describes; `capsule generate` writes both.
pub unsafe fn seal_table<A: Sync>(
    env: Env,
    contract: &'static Contract,
    table: &'static A,
) -> Result<Value, Refusal> {
    let name = CStr::from_ptr(contract.name);
    // A table begins with its size and its variant; the functions follow.
    let words = from_ref(table).cast::<*const c_void>();
    for i in 0..contract.count {
        let entry = entry(contract, i);
        if (*words.add(2 + i)).is_null() && entry.flags & RETIRED == 0 {
            let function = text(entry.name);
            let message =
                format!("Sealing {name:?}: expected the function {function}, found None.");
            return reject(c"ERR_CAPSULE_ENTRY_MISSING", message);
        }
    }
    let pointer = words.cast_mut().cast();
    seal_envelope(env, name, TABLE, pointer, None, contract)
}

/// Opens a table. It is valid for the life of the process, on any thread.
///
/// # Safety
/// `A` is the table that `needed` describes; `capsule generate` writes both.
pub unsafe fn open_table<A>(
    env: Env,
    value: Value,
    needed: &'static Contract,
) -> Result<&'static A, Refusal> {
    let name = text(needed.name);
    let envelope = &*gate(env, value, name, TABLE)?;
    if !is_valid(envelope.contract) {
        let message =
            format!("Opening '{name}': expected an intact envelope, found a damaged one.");
        return reject(c"ERR_CAPSULE_ENVELOPE_DAMAGED", message);
    }
    let (Contract { major, minor, .. }, offered) = (needed, &*envelope.contract);
    // A consumer may have a header with functions that it does not need: newer than its target, or retired.
    let is_needed = |i| {
        let entry = entry(needed, i);
        entry.since <= needed.minor && entry.flags & RETIRED == 0
    };
    let lacks = (offered.count..needed.count).any(is_needed);
    if offered.major != *major || offered.minor < *minor || lacks {
        let found = format!("{}.{}", offered.major, offered.minor);
        let message =
            format!("Opening '{name}': expected {major}.{minor} or later, found {found}.");
        return reject(c"ERR_CAPSULE_VERSION_MISMATCH", message);
    }
    for i in 0..needed.count.min(offered.count) {
        let (mine, theirs) = (entry(needed, i), entry(offered, i));
        let (function, expected) = (text(mine.name), text(mine.signature));
        let found = text(theirs.signature);
        if function != text(theirs.name) || expected != found {
            let message =
                format!("Opening '{name}': expected {function} {expected}, found {found}.");
            return reject(c"ERR_CAPSULE_SIGNATURE_MISMATCH", message);
        }
    }
    // A table begins with its size and its variant; the functions follow.
    let size = *envelope.pointer.cast::<usize>();
    if size < size_of::<A>() || size < (2 + offered.count) * size_of::<usize>() {
        let message = format!("Opening '{name}': expected a complete table, found {size} bytes.");
        return reject(c"ERR_CAPSULE_TABLE_TOO_SHORT", message);
    }
    Ok(&*envelope.pointer.cast::<A>())
}
