//! The functions of Node-API that this crate calls. Node exports them.
#![allow(dead_code)] // a crate with a copy of this file may need only a part of it
use core::ffi::{c_char, c_void};

pub type Env = *mut c_void;
pub type Value = *mut c_void;
pub type Info = *mut c_void;
pub type Callback = unsafe extern "C" fn(Env, Info) -> Value;
pub type Finalize = unsafe extern "C" fn(Env, *mut c_void, *mut c_void);

/// `napi_ok`, `napi_object` and `napi_float64_array`.
pub const OK: i32 = 0;
pub const OBJECT: i32 = 6;
pub const FLOAT64_ARRAY: i32 = 8;
/// `NAPI_AUTO_LENGTH`: the string ends with a NUL.
pub const AUTO_LENGTH: usize = usize::MAX;

#[repr(C)]
pub struct TypeTag {
    pub lower: u64,
    pub upper: u64,
}

extern "C" {
    pub fn napi_get_cb_info(
        env: Env,
        info: Info,
        argc: *mut usize,
        argv: *mut Value,
        this: *mut Value,
        data: *mut *mut c_void,
    ) -> i32;
    pub fn napi_create_function(
        env: Env,
        name: *const c_char,
        length: usize,
        callback: Callback,
        data: *mut c_void,
        result: *mut Value,
    ) -> i32;
    pub fn napi_set_named_property(
        env: Env,
        object: Value,
        name: *const c_char,
        value: Value,
    ) -> i32;
    pub fn napi_create_object(env: Env, result: *mut Value) -> i32;
    pub fn napi_create_double(env: Env, value: f64, result: *mut Value) -> i32;
    pub fn napi_create_string_utf8(
        env: Env,
        text: *const c_char,
        length: usize,
        result: *mut Value,
    ) -> i32;
    pub fn napi_get_value_double(env: Env, value: Value, result: *mut f64) -> i32;
    pub fn napi_typeof(env: Env, value: Value, result: *mut i32) -> i32;
    pub fn napi_is_typedarray(env: Env, value: Value, result: *mut bool) -> i32;
    pub fn napi_get_typedarray_info(
        env: Env,
        value: Value,
        kind: *mut i32,
        length: *mut usize,
        data: *mut *mut c_void,
        buffer: *mut Value,
        offset: *mut usize,
    ) -> i32;
    pub fn napi_type_tag_object(env: Env, object: Value, tag: *const TypeTag) -> i32;
    pub fn napi_check_object_type_tag(
        env: Env,
        object: Value,
        tag: *const TypeTag,
        result: *mut bool,
    ) -> i32;
    pub fn napi_object_freeze(env: Env, object: Value) -> i32;
    pub fn napi_wrap(
        env: Env,
        object: Value,
        native: *mut c_void,
        finalize: Finalize,
        hint: *mut c_void,
        reference: *mut c_void,
    ) -> i32;
    pub fn napi_unwrap(env: Env, object: Value, result: *mut *mut c_void) -> i32;
    pub fn napi_throw_error(env: Env, code: *const c_char, message: *const c_char) -> i32;
    pub fn napi_throw_type_error(env: Env, code: *const c_char, message: *const c_char) -> i32;
    pub fn napi_throw_range_error(env: Env, code: *const c_char, message: *const c_char) -> i32;
}
