// main.rs: an implementation in Rust, used through the generated module.
mod counter {
    include!(env!("COUNTER_RS"));
}
use std::cell::Cell;
use std::rc::Rc;

/// Counts how often it is dropped.
struct Hold(Rc<Cell<u32>>);
impl Drop for Hold {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
    }
}

struct State {
    value: f64,
}

fn state_of<'a>(state: *mut counter::Counter) -> &'a mut State {
    unsafe { &mut *state.cast::<State>() }
}
unsafe extern "C" fn next(state: *mut counter::Counter) -> f64 {
    state_of(state).value += 1.0;
    state_of(state).value - 1.0
}
unsafe extern "C" fn advance(state: *mut counter::Counter, n: u64) {
    state_of(state).value += n as f64;
}
unsafe extern "C" fn peek(state: *const counter::Counter) -> f64 {
    state_of(state.cast_mut()).value
}
unsafe extern "C" fn fill(state: *mut counter::Counter, out: *mut f64, n: usize) -> bool {
    for i in 0..n {
        unsafe { *out.add(i) = next(state) };
    }
    n > 0
}

static TABLE: counter::Api = counter::Api {
    size: core::mem::size_of::<counter::Api>(),
    variant: c"rust".as_ptr(),
    next: Some(next),
    advance: Some(advance),
    peek: Some(peek),
    fill: Some(fill),
};
static INCOMPLETE: counter::Api = counter::Api {
    size: core::mem::size_of::<counter::Api>(),
    variant: core::ptr::null(),
    next: Some(next),
    advance: None,
    peek: Some(peek),
    fill: Some(fill),
};

fn main() {
    let drops = Rc::new(Cell::new(0));
    let mut state = State { value: 1.0 };
    let pointer = core::ptr::NonNull::from(&mut state).cast();
    let opened = unsafe { counter::Instance::new(&TABLE, pointer, Hold(drops.clone())) };
    let mut instance = opened.expect("a complete table");
    assert_eq!(instance.next(), 1.0);
    instance.advance(5);
    assert_eq!(instance.peek(), 7.0);
    let mut out = [0.0; 2];
    assert!(unsafe { instance.fill(out.as_mut_ptr(), out.len()) });
    assert_eq!(out, [7.0, 8.0]);
    assert_eq!(instance.state(), pointer.as_ptr());
    assert_eq!(drops.get(), 0);
    drop(instance);
    assert_eq!(drops.get(), 1);
    assert!(unsafe { counter::Instance::new(&INCOMPLETE, pointer, Hold(drops.clone())) }.is_none());
    assert_eq!(drops.get(), 2);
    let _ = (&counter::CONTRACT, &counter::ENTRIES);
}
