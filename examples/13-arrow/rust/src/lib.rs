//! Exports and imports Arrow columns of the crate arrow-array: its FFI structs are the contents of the capsules.
#[path = "../../../08-rust/native/capsule.rs"]
mod capsule;
#[path = "../../../08-rust/native/functions.rs"]
mod functions;
#[path = "../../../08-rust/native/napi.rs"]
mod napi;
#[path = "../../../08-rust/native/pin.rs"]
mod pin;
#[path = "../../../08-rust/native/table.rs"]
mod table;

use arrow_array::ffi::{from_ffi, to_ffi, FFI_ArrowArray, FFI_ArrowSchema};
use arrow_array::ffi_stream::{ArrowArrayStreamReader, FFI_ArrowArrayStream};
use arrow_array::types::Float64Type;
use arrow_array::{
    Array, ArrayRef, ArrowPrimitiveType, Float64Array, PrimitiveArray, RecordBatch,
    RecordBatchIterator,
};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use capsule::{open, seal, Refusal};
use core::ffi::CStr;
use functions::{float64_slice, Entry};
use napi::*;
use std::ptr::{null_mut, replace};
use std::sync::Arc;

const SCHEMA: &CStr = c"arrow_schema";
const ARRAY: &CStr = c"arrow_array";
const STREAM: &CStr = c"arrow_array_stream";

extern "C" {
    fn napi_create_array_with_length(env: Env, length: usize, result: *mut Value) -> i32;
    fn napi_set_element(env: Env, array: Value, index: u32, value: Value) -> i32;
}

fn invalid<T>(message: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal(c"ERR_EXAMPLE_ARGUMENT", message.into()))
}

fn failed<T>(error: ArrowError) -> Result<T, Refusal> {
    invalid(error.to_string())
}

unsafe fn number(env: Env, number: f64) -> Result<Value, Refusal> {
    let mut result = null_mut();
    napi_create_double(env, number, &mut result);
    Ok(result)
}

/// A column of a Float64Array, in which NaN becomes null.
unsafe fn column(env: Env, value: Value) -> Result<Float64Array, Refusal> {
    match float64_slice(env, value) {
        Some(values) => Ok(values.iter().map(|x| (!x.is_nan()).then_some(*x)).collect()),
        None => invalid("expected a Float64Array."),
    }
}

/// exportArray(values, offset): [schema, array] of the values from an offset on.
unsafe fn export_array(env: Env, [values, offset]: [Value; 2]) -> Result<Value, Refusal> {
    let all = column(env, values)?;
    let mut begin = 0.0;
    if napi_get_value_double(env, offset, &mut begin) != OK
        || !(0.0..=all.len() as f64).contains(&begin)
    {
        return invalid("exportArray(values, offset): expected an offset within the values.");
    }
    let slice = all.slice(begin as usize, all.len() - begin as usize);
    let (array, schema) = to_ffi(&slice.to_data()).or_else(failed)?;
    let capsules = [
        seal(env, SCHEMA, Sealed(schema))?,
        seal(env, ARRAY, Sealed(array))?,
    ];
    let mut pair = null_mut();
    napi_create_array_with_length(env, 2, &mut pair);
    for (i, capsule) in capsules.into_iter().enumerate() {
        napi_set_element(env, pair, i as u32, capsule);
    }
    Ok(pair)
}

/// exportStream(values, batch): a stream of tables with the columns 'value' and 'index'.
unsafe fn export_stream(env: Env, [values, batch]: [Value; 2]) -> Result<Value, Refusal> {
    let all = column(env, values)?;
    let mut size = 0.0;
    if napi_get_value_double(env, batch, &mut size) != OK || size < 1.0 {
        return invalid("exportStream(values, batch): expected a batch of 1 value or more.");
    }
    let index: PrimitiveArray<arrow_array::types::Int32Type> = (0..all.len() as i32).collect();
    let schema = Arc::new(Schema::new(vec![
        Field::new("value", DataType::Float64, true),
        Field::new("index", DataType::Int32, false),
    ]));
    let columns: Vec<ArrayRef> = vec![Arc::new(all), Arc::new(index)];
    let table = RecordBatch::try_new(schema.clone(), columns).or_else(failed)?;
    let (size, rows) = (size as usize, table.num_rows());
    let batches = (0..rows)
        .step_by(size)
        .map(move |at| Ok(table.slice(at, size.min(rows - at))));
    let reader = RecordBatchIterator::new(batches, schema);
    seal(
        env,
        STREAM,
        Sealed(FFI_ArrowArrayStream::new(Box::new(reader))),
    )
}

/// A struct in a capsule. No thread reads it before one consumer has taken it.
#[repr(transparent)]
struct Sealed<T>(T);
unsafe impl<T> Sync for Sealed<T> {}
unsafe impl<T> Send for Sealed<T> {}

/// Takes a struct out of a capsule. What is left in the capsule has no release callback.
unsafe fn take<T>(env: Env, value: Value, name: &CStr, empty: T) -> Result<T, Refusal> {
    let handle = open::<Sealed<T>>(env, value, name)?;
    if !handle.take() {
        return capsule::reject(
            c"ERR_CAPSULE_TAKEN",
            format!("Taking {name:?}: expected contents, found them taken."),
        );
    }
    let contents: *const T = &handle.0;
    Ok(replace(contents.cast_mut(), empty))
}

fn sum_of<T: ArrowPrimitiveType>(array: &dyn Array) -> Option<f64>
where
    T::Native: Into<f64>,
{
    let values = array.as_any().downcast_ref::<PrimitiveArray<T>>()?;
    Some(values.iter().flatten().map(Into::into).sum())
}

fn sum_of_any(array: &dyn Array) -> Result<f64, Refusal> {
    use arrow_array::types::{
        Float32Type, Int16Type, Int32Type, Int8Type, UInt16Type, UInt32Type, UInt8Type,
    };
    let sum = sum_of::<Float64Type>(array)
        .or_else(|| sum_of::<Float32Type>(array))
        .or_else(|| sum_of::<Int8Type>(array))
        .or_else(|| sum_of::<Int16Type>(array))
        .or_else(|| sum_of::<Int32Type>(array))
        .or_else(|| sum_of::<UInt8Type>(array))
        .or_else(|| sum_of::<UInt16Type>(array))
        .or_else(|| sum_of::<UInt32Type>(array));
    sum.map_or_else(
        || invalid(format!("expected numbers, found {}.", array.data_type())),
        Ok,
    )
}

/// sum(schema, array): the sum of the values that are not null.
unsafe fn sum(env: Env, [schema, array]: [Value; 2]) -> Result<Value, Refusal> {
    let schema = take(env, schema, SCHEMA, FFI_ArrowSchema::empty())?;
    let array = take(env, array, ARRAY, FFI_ArrowArray::empty())?;
    let data = from_ffi(array, &schema).or_else(failed)?;
    number(env, sum_of_any(&*arrow_array::make_array(data))?)
}

/// sumOfStream(stream): the sum of all values of the first column, or of the columns themselves.
unsafe fn sum_of_stream(env: Env, [stream, _]: [Value; 2]) -> Result<Value, Refusal> {
    let stream = take(env, stream, STREAM, FFI_ArrowArrayStream::empty())?;
    let reader = ArrowArrayStreamReader::try_new(stream).or_else(failed)?;
    let mut sum = 0.0;
    for batch in reader {
        sum += sum_of_any(batch.or_else(failed)?.column(0))?;
    }
    number(env, sum)
}

static FUNCTIONS: [Entry; 4] = [
    (c"exportArray", export_array),
    (c"exportStream", export_stream),
    (c"sum", sum),
    (c"sumOfStream", sum_of_stream),
];

/// Node calls this when it loads the addon.
///
/// # Safety
/// `env` and `exports` belong to the environment that loads the addon.
#[no_mangle]
pub unsafe extern "C" fn napi_register_module_v1(env: Env, exports: Value) -> Value {
    functions::add(env, exports, &FUNCTIONS)
}
