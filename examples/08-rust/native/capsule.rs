//! The envelope in Rust, written from docs/abi.md: seals and opens values, and counts the holds on them. A crate may
//! copy this file and table.rs.
#![allow(dead_code)] // a crate with a copy of this file may need only a part of it
use crate::napi::*;
use crate::pin;
use crate::table::Contract;
use core::ffi::{c_char, c_void, CStr};
use std::ffi::CString;
use std::mem::size_of;
use std::ops::Deref;
use std::ptr::{null, null_mut};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::SeqCst};

const TAG: TypeTag = TypeTag {
    lower: 0x9f1d_6ae0_c3b8_4e57,
    upper: 0xa42b_7c05_e918_d36f,
};
const MAGIC: u64 = u64::from_le_bytes(*b"CAPSULE\0");
const POINTER: u32 = 1;
pub const TABLE: u32 = 2;
const LIVE: u32 = 0;
/// The amount that one JavaScript value adds to `count`. A hold adds 1.
const VALUE: u64 = 1 << 32;

#[repr(C)]
pub struct Envelope {
    magic: u64,
    abi: u32,
    size: u32,
    kind: u32,
    flags: u32,
    count: AtomicU64,
    state: AtomicU32,
    ended: AtomicU32,
    destroy: Option<unsafe extern "C" fn(*mut Envelope)>,
    name: *const c_char,
    pub pointer: *mut c_void,
    context: *mut c_void,
    destructor: Option<unsafe extern "C" fn(*mut c_void, *mut c_void)>,
    pub contract: *const Contract,
    file: *const c_char,
    signature: *const c_char,
    data: *const c_void,
}

/// The code and the message of an exception.
pub struct Refusal(pub &'static CStr, pub String);

pub fn reject<T>(code: &'static CStr, message: String) -> Result<T, Refusal> {
    Err(Refusal(code, message))
}

/// Reads a C string that is static, or belongs to an envelope with a hold.
pub unsafe fn text<'a>(text: *const c_char) -> &'a str {
    CStr::from_ptr(text).to_str().unwrap_or("?")
}

/// The only place where a JavaScript value becomes a pointer. Each check makes the next one safe: the type, the tag, the
/// frozen prefix of the envelope, the rest.
pub unsafe fn gate(
    env: Env,
    value: Value,
    name: &str,
    kind: u32,
) -> Result<*mut Envelope, Refusal> {
    let (mut found, mut tagged, mut data) = (0, false, null_mut());
    let is_capsule = napi_typeof(env, value, &mut found) == OK
        && found == OBJECT
        && napi_check_object_type_tag(env, value, &TAG, &mut tagged) == OK
        && tagged;
    if !is_capsule {
        let message = format!("Opening '{name}': expected a capsule, found something else.");
        return reject(c"ERR_CAPSULE_NOT_A_CAPSULE", message);
    }
    let damaged = format!("Opening '{name}': expected an intact envelope, found a damaged one.");
    if napi_unwrap(env, value, &mut data) != OK || data.is_null() || data as usize % 8 != 0 {
        return reject(c"ERR_CAPSULE_ENVELOPE_DAMAGED", damaged);
    }
    let envelope = data.cast::<Envelope>();
    let prefix = &*envelope;
    if prefix.magic != MAGIC {
        return reject(c"ERR_CAPSULE_ENVELOPE_DAMAGED", damaged);
    }
    if prefix.abi != 1 || !(1..=4).contains(&prefix.kind) || prefix.flags != 0 {
        let message = format!("Opening '{name}': expected an envelope of ABI 1, found another.");
        return reject(c"ERR_CAPSULE_ABI_UNKNOWN", message);
    }
    if (prefix.size as usize) < size_of::<Envelope>() || prefix.name.is_null() {
        return reject(c"ERR_CAPSULE_ENVELOPE_DAMAGED", damaged);
    }
    let other = text(prefix.name);
    if other != name {
        let message =
            format!("Opening '{name}': expected a capsule of that name, found '{other}'.");
        return reject(c"ERR_CAPSULE_NAME_MISMATCH", message);
    }
    if prefix.kind != kind {
        let message = format!(
            "Opening '{name}': expected kind {kind}, found kind {}.",
            prefix.kind
        );
        return reject(c"ERR_CAPSULE_KIND_MISMATCH", message);
    }
    if prefix.pointer.is_null() || prefix.destroy.is_none() {
        return reject(c"ERR_CAPSULE_ENVELOPE_DAMAGED", damaged);
    }
    // Threads of this addon may use the contents after the Worker that loaded it has exited.
    if pin::image_of(destroy as *const c_void).is_none() {
        let message = format!("Opening '{name}': expected code that stays in memory.");
        return reject(c"ERR_CAPSULE_NOT_PINNED", message);
    }
    Ok(envelope)
}

/// An envelope and its strings, in one allocation.
#[repr(C)]
struct Sealed {
    envelope: Envelope,
    name: CString,
    file: CString,
}

/// Calls the destructor, unless it has already been called.
unsafe fn destroy_contents(envelope: *mut Envelope) {
    let this = &*envelope;
    if this.ended.compare_exchange(0, 1, SeqCst, SeqCst).is_err() {
        return;
    }
    if let Some(destructor) = this.destructor {
        destructor(this.pointer, this.context);
    }
}

/// Frees an envelope that `seal` created. The thread that subtracts the last count calls it.
unsafe extern "C" fn destroy(envelope: *mut Envelope) {
    destroy_contents(envelope);
    drop(Box::from_raw(envelope.cast::<Sealed>()));
}

/// Subtracts the count of a JavaScript value. The last count frees the envelope.
unsafe fn subtract_value(envelope: *mut Envelope) {
    let this = &*envelope;
    let destroy = this.destroy;
    if this.count.fetch_sub(VALUE, SeqCst) == VALUE {
        if let Some(destroy) = destroy {
            destroy(envelope);
        }
    }
}

unsafe extern "C" fn finalize(_: Env, envelope: *mut c_void, _: *mut c_void) {
    subtract_value(envelope.cast());
}

unsafe extern "C" fn drop_value<T>(pointer: *mut c_void, _: *mut c_void) {
    drop(Box::from_raw(pointer.cast::<T>()));
}

/// Seals a value. It is dropped when JavaScript has no capsule of it and no consumer has a hold on it.
///
/// # Safety
/// Every value sealed with this name, by any addon, is a `T`.
pub unsafe fn seal<T: Send + Sync>(env: Env, name: &CStr, value: T) -> Result<Value, Refusal> {
    let pointer = Box::into_raw(Box::new(value)).cast();
    seal_envelope(env, name, POINTER, pointer, Some(drop_value::<T>), null())
        .inspect_err(|_| drop_value::<T>(pointer, null_mut()))
}

/// Makes an envelope, and the object that carries it. If that fails, the caller still owns the contents.
///
/// # Safety
/// The pointer and the contract are those of the kind.
pub unsafe fn seal_envelope(
    env: Env,
    name: &CStr,
    kind: u32,
    pointer: *mut c_void,
    destructor: Option<unsafe extern "C" fn(*mut c_void, *mut c_void)>,
    contract: *const Contract,
) -> Result<Value, Refusal> {
    // Code of this image may run after the Worker that loaded it has exited.
    let Some(file) = pin::image_of(destroy as *const c_void) else {
        let message = format!("Sealing {name:?}: expected code that stays in memory.");
        return reject(c"ERR_CAPSULE_NOT_PINNED", message);
    };
    let sealed = Box::into_raw(Box::new(Sealed {
        envelope: Envelope {
            magic: MAGIC,
            abi: 1,
            size: size_of::<Envelope>() as u32,
            kind,
            flags: 0,
            count: AtomicU64::new(VALUE),
            state: AtomicU32::new(LIVE),
            ended: AtomicU32::new(0),
            destroy: Some(destroy),
            name: null(),
            pointer,
            context: null_mut(),
            destructor,
            contract,
            file: null(),
            signature: null(),
            data: null(),
        },
        name: name.into(),
        file,
    }));
    (*sealed).envelope.name = (*sealed).name.as_ptr();
    (*sealed).envelope.file = (*sealed).file.as_ptr();
    let mut object = null_mut();
    // Wrap last: from then on the object owns its count.
    let wrapped = napi_create_object(env, &mut object) == OK
        && napi_type_tag_object(env, object, &TAG) == OK
        && napi_object_freeze(env, object) == OK
        && napi_wrap(env, object, sealed.cast(), finalize, null_mut(), null_mut()) == OK;
    if wrapped {
        return Ok(object);
    }
    drop(Box::from_raw(sealed));
    reject(
        c"ERR_CAPSULE_ENGINE_REFUSED",
        format!("Sealing {name:?}: expected Node-API to succeed, found a failed call."),
    )
}

/// A hold on a sealed value. It may be used on any thread.
pub struct Handle<T: Send + Sync> {
    envelope: *mut Envelope,
    value: *const T,
}

unsafe impl<T: Send + Sync> Send for Handle<T> {}

/// Opens a value that `seal` sealed, in this crate or in another copy of it.
///
/// # Safety
/// The same as for `seal`.
pub unsafe fn open<T: Send + Sync>(
    env: Env,
    value: Value,
    name: &CStr,
) -> Result<Handle<T>, Refusal> {
    let name = text(name.as_ptr());
    let envelope = gate(env, value, name, POINTER)?;
    let this = &*envelope;
    // Count first, then read the state. Taking and revoking set the state first, then read the count. So with any
    // interleaving at least one of the two threads reads what the other one wrote.
    this.count.fetch_add(1, SeqCst);
    let handle = Handle {
        envelope,
        value: this.pointer.cast::<T>(),
    };
    let doing = format!("Opening '{name}': expected contents that are still available");
    match this.state.load(SeqCst) {
        LIVE => Ok(handle),
        1 => reject(c"ERR_CAPSULE_TAKEN", format!("{doing}, found them taken.")),
        2 => reject(
            c"ERR_CAPSULE_REVOKED",
            format!("{doing}, found them revoked."),
        ),
        state => reject(
            c"ERR_CAPSULE_ABI_UNKNOWN",
            format!("{doing}, found state {state}."),
        ),
    }
}

impl<T: Send + Sync> Handle<T> {
    /// Takes the contents: from now on opening the capsule is rejected. Returns whether no other consumer was faster.
    pub fn take(&self) -> bool {
        let state = unsafe { &(*self.envelope).state };
        state.compare_exchange(LIVE, 1, SeqCst, SeqCst).is_ok()
    }
}

impl<T: Send + Sync> Clone for Handle<T> {
    fn clone(&self) -> Self {
        unsafe { (*self.envelope).count.fetch_add(1, SeqCst) };
        Self { ..*self }
    }
}

impl<T: Send + Sync> Deref for Handle<T> {
    type Target = T;
    fn deref(&self) -> &T {
        unsafe { &*self.value }
    }
}

impl<T: Send + Sync> Drop for Handle<T> {
    fn drop(&mut self) {
        unsafe {
            // Turn the hold into the count of a value, so that the envelope stays valid while state and count are read.
            let this = &*self.envelope;
            this.count.fetch_add(VALUE - 1, SeqCst);
            if this.state.load(SeqCst) != LIVE && this.count.load(SeqCst) as u32 == 0 {
                destroy_contents(self.envelope);
            }
            subtract_value(self.envelope);
        }
    }
}
