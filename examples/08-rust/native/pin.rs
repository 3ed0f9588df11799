//! Keeps code mapped: Node unmaps an addon when the last Worker that loaded it exits.
use core::ffi::{c_char, c_int, c_void, CStr};
use std::ffi::CString;

#[repr(C)]
struct Image {
    file: *const c_char,
    base: *mut c_void,
    symbol: *const c_char,
    symbol_address: *mut c_void,
}

#[cfg(target_os = "macos")]
const FLAGS: c_int = 0x1 | 0x10 | 0x80; // RTLD_LAZY, RTLD_NOLOAD, RTLD_NODELETE
#[cfg(not(target_os = "macos"))]
const FLAGS: c_int = 0x1 | 0x4 | 0x1000;

extern "C" {
    fn dladdr(address: *const c_void, image: *mut Image) -> c_int;
    fn dlopen(file: *const c_char, flags: c_int) -> *mut c_void;
    #[cfg(not(target_os = "macos"))]
    fn dlclose(image: *mut c_void) -> c_int;
}

/// Pins the image that contains an address and returns its path.
pub fn image_of(address: *const c_void) -> Option<CString> {
    unsafe {
        let mut image: Image = core::mem::zeroed();
        if dladdr(address, &mut image) == 0 || image.file.is_null() {
            return None;
        }
        let handle = dlopen(image.file, FLAGS);
        if handle.is_null() {
            return None;
        }
        // On macOS RTLD_NODELETE alone does not keep the image, so the handle stays open.
        #[cfg(not(target_os = "macos"))]
        dlclose(handle);
        Some(CStr::from_ptr(image.file).into())
    }
}
