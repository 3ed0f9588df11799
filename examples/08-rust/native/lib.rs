//! Fits lines with fastmath's C functions, and hands each to JavaScript in a capsule.
mod capsule;
mod napi;
mod pin;
mod table;

/// What `capsule generate` has written for fastmath: build.rs finds it.
pub mod fastmath {
    include!(env!("FASTMATH_RS"));
}

use capsule::Refusal;
use core::ffi::{c_void, CStr};
use napi::*;
use std::ffi::CString;
use std::mem::MaybeUninit;
use std::ptr::{from_ref, null_mut};
use std::sync::OnceLock;

const LINE: &CStr = c"@example/08-rust:line";

/// y = slope * x + intercept
struct Line {
    slope: f64,
    intercept: f64,
}

/// A table is good for the life of the process, so all environments share it.
static MATH: OnceLock<&fastmath::Api> = OnceLock::new();

fn wrong<T>(message: &str) -> Result<T, Refusal> {
    Err(Refusal(c"ERR_EXAMPLE_ARGUMENT", message.into()))
}

/// open(capsule): opens fastmath's table, as the contract has it that this crate was compiled with.
unsafe fn open(env: Env, [value, _]: [Value; 2]) -> Result<Value, Refusal> {
    let contract = from_ref(&fastmath::CONTRACT).cast();
    let math = table::open_table(env, value, &*contract)?;
    MATH.get_or_init(|| math);
    Ok(null_mut())
}

/// The memory of a Float64Array, and its length. It is good until JavaScript runs again.
unsafe fn doubles(env: Env, value: Value) -> Option<(*const f64, usize)> {
    let (mut is_array, mut kind, mut length) = (false, 0, 0);
    let (mut data, mut buffer, mut offset) = (null_mut(), null_mut(), 0);
    let known = napi_is_typedarray(env, value, &mut is_array) == OK
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
    known.then_some((data.cast(), length))
}

/// fitLine(x, y): a capsule that holds the line of least squares.
unsafe fn fit_line(env: Env, [x, y]: [Value; 2]) -> Result<Value, Refusal> {
    let (Some((x, n)), Some((y, m))) = (doubles(env, x), doubles(env, y)) else {
        return wrong("fitLine(x, y): expected two Float64Arrays.");
    };
    if n != m || n < 2 {
        return wrong("fitLine(x, y): expected two arrays of one length, with 2 values or more.");
    }
    let Some(comoments) = MATH.get().and_then(|math| math.comoments) else {
        return wrong(
            "fitLine(x, y): expected an open capsule, found none. Call open(capsule) first.",
        );
    };
    let mut sums = MaybeUninit::uninit();
    comoments(x, y, n, sums.as_mut_ptr()); // Rust calls C: no JavaScript is between them
    let sums = sums.assume_init();
    let slope = sums.mxy / sums.mxx;
    let intercept = sums.mean_y - slope * sums.mean_x;
    capsule::seal(env, LINE, Line { slope, intercept })
}

/// predict(line, x): what the line has at x.
unsafe fn predict(env: Env, [line, x]: [Value; 2]) -> Result<Value, Refusal> {
    let line = capsule::open::<Line>(env, line, LINE)?;
    let (mut at, mut result) = (0.0, null_mut());
    if napi_get_value_double(env, x, &mut at) != OK {
        return wrong("predict(line, x): expected a number x.");
    }
    napi_create_double(env, line.slope * at + line.intercept, &mut result);
    Ok(result)
}

type Function = unsafe fn(Env, [Value; 2]) -> Result<Value, Refusal>;
static FUNCTIONS: [(&CStr, Function); 3] = [
    (c"open", open),
    (c"fitLine", fit_line),
    (c"predict", predict),
];

/// Hands the arguments to one of the functions, and throws what it refuses.
unsafe extern "C" fn call(env: Env, info: Info) -> Value {
    let (mut count, mut values, mut data) = (2, [null_mut(); 2], null_mut());
    let this = null_mut();
    if napi_get_cb_info(env, info, &mut count, values.as_mut_ptr(), this, &mut data) != OK {
        return null_mut();
    }
    let (_, function) = &*data.cast::<(&CStr, Function)>();
    function(env, values).unwrap_or_else(|Refusal(code, message)| {
        let message = CString::new(message).unwrap_or_default();
        let throw = match code.to_bytes() {
            b"ERR_CAPSULE_ABI_UNKNOWN" | b"ERR_CAPSULE_VERSION_MISMATCH" => napi_throw_range_error,
            b"ERR_CAPSULE_ENVELOPE_DAMAGED" | b"ERR_CAPSULE_TAKEN" | b"ERR_CAPSULE_REVOKED" => {
                napi_throw_error
            }
            _ => napi_throw_type_error,
        };
        throw(env, code.as_ptr(), message.as_ptr());
        null_mut()
    })
}

/// What Node calls when it loads the addon.
///
/// # Safety
/// Node-API's own: `env` and `exports` are those of the environment that loads it.
#[no_mangle]
pub unsafe extern "C" fn napi_register_module_v1(env: Env, exports: Value) -> Value {
    for each in &FUNCTIONS {
        let data = from_ref(each).cast_mut().cast::<c_void>();
        let mut function = null_mut();
        let name = each.0.as_ptr();
        napi_create_function(env, name, AUTO_LENGTH, call, data, &mut function);
        napi_set_named_property(env, exports, name, function);
    }
    exports
}
