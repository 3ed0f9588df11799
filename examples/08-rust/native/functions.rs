//! Functions that JavaScript calls: registration, arguments, and exceptions.
#![allow(dead_code)] // a crate with a copy of this file may need only a part of it
use crate::capsule::Refusal;
use crate::napi::*;
use core::ffi::{c_void, CStr};
use std::ffi::CString;
use std::ptr::{from_ref, null_mut};

type Function = unsafe fn(Env, [Value; 2]) -> Result<Value, Refusal>;

/// The name of a function in JavaScript, and its implementation. Missing arguments are undefined.
pub type Entry = (&'static CStr, Function);

/// Calls one of the functions, and throws if it returns a refusal.
unsafe extern "C" fn call(env: Env, info: Info) -> Value {
    let (mut count, mut values, mut data) = (2, [null_mut(); 2], null_mut());
    let this = null_mut();
    if napi_get_cb_info(env, info, &mut count, values.as_mut_ptr(), this, &mut data) != OK {
        return null_mut();
    }
    let (_, function) = &*data.cast::<Entry>();
    function(env, values).unwrap_or_else(|refusal| throw(env, &refusal))
}

/// Throws a refusal. Returns no value, as Node-API requires for a pending exception.
pub unsafe fn throw(env: Env, Refusal(code, message): &Refusal) -> Value {
    let message = CString::new(message.as_str()).unwrap_or_default();
    let throw = match code.to_bytes() {
        b"ERR_CAPSULE_ABI_UNKNOWN" | b"ERR_CAPSULE_VERSION_MISMATCH" => napi_throw_range_error,
        code if code.ends_with(b"_RANGE") => napi_throw_range_error,
        b"ERR_CAPSULE_ENVELOPE_DAMAGED" | b"ERR_CAPSULE_TAKEN" | b"ERR_CAPSULE_REVOKED" => {
            napi_throw_error
        }
        _ => napi_throw_type_error,
    };
    throw(env, code.as_ptr(), message.as_ptr());
    null_mut()
}

/// Adds functions to the exports of an addon, and returns the exports.
pub unsafe fn add(env: Env, exports: Value, functions: &'static [Entry]) -> Value {
    for entry in functions {
        let data = from_ref(entry).cast_mut().cast::<c_void>();
        let mut function = null_mut();
        let name = entry.0.as_ptr();
        napi_create_function(env, name, AUTO_LENGTH, call, data, &mut function);
        napi_set_named_property(env, exports, name, function);
    }
    exports
}

/// Returns the memory and the length of a Float64Array. The pointer is valid until JavaScript runs again.
pub unsafe fn float64_array(env: Env, value: Value) -> Option<(*const f64, usize)> {
    let (mut is_array, mut kind, mut length) = (false, 0, 0);
    let (mut data, mut buffer, mut offset) = (null_mut(), null_mut(), 0);
    let is_float64 = napi_is_typedarray(env, value, &mut is_array) == OK
        && is_array
        && napi_get_typedarray_info(
            env,
            value,
            &mut kind,
            &mut length,
            &mut data,
            &mut buffer,
            &mut offset,
        ) == OK
        && kind == FLOAT64_ARRAY;
    is_float64.then_some((data.cast(), length))
}

/// Returns the elements of a Float64Array. The slice is valid until JavaScript runs again.
pub unsafe fn float64_slice<'a>(env: Env, value: Value) -> Option<&'a [f64]> {
    // The pointer of an empty array may be NULL, which that of a slice is not.
    float64_array(env, value).map(|(data, n)| match n {
        0 => &[],
        _ => std::slice::from_raw_parts(data, n),
    })
}
