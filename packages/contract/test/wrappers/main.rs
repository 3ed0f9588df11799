//! Calls every function of the generated module. A failed assertion ends the program.
pub mod signal {
    include!(env!("SIGNAL_RS"));
}

use core::ffi::c_void;
use signal::{Api, Error, Table};

extern "C" {
    static signal_table: Api;
}

fn fails<T: core::fmt::Debug>(result: Result<T, Error>, code: &str, message: &str) {
    let error = result.unwrap_err();
    assert_eq!((error.code, error.message), (code, message));
    assert_eq!(error.to_string(), message);
}

unsafe extern "C" fn times(x: f64, context: *mut c_void) -> f64 {
    x * *context.cast::<f64>()
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let table = unsafe { Table::new(&signal_table) }.expect("a complete table");
    let mut x = [1.0, 2.0, 3.0, 4.0];
    let y = vec![5.0, 6.0, 7.0, 8.0];
    let mut out = [0.0; 4];

    assert_eq!(table.sum(&x), 10.0);
    assert_eq!(table.sum(&[]), 0.0);
    assert_eq!(table.dot(&x, &y)?, 70.0);
    let message = "dot(x, y): expected x and y of the same length, found other lengths.";
    fails(table.dot(&x, &y[1..]), "ERR_SIGNAL_LENGTH_MISMATCH", message);
    assert_eq!(table.count_bytes(b"banana", b'a')?, 3);
    assert_eq!(table.norm3(&[1.0, 2.0, 2.0])?, 9.0);
    assert!(table.norm3(&x).is_err());
    table.steps(&x, &mut out[..3])?;
    assert_eq!(out[..3], [1.0; 3]);
    assert!(table.steps(&x, &mut out).is_err());
    assert!(table.steps(&[], &mut []).is_err());
    assert_eq!(table.tiny(&[1; 127])?, 127);
    assert!(table.tiny(&[1; 128]).is_err());

    table.add(&x, &y, &mut out)?;
    assert_eq!(out[3], 12.0);
    assert!(table.add(&x, &y, &mut out[1..]).is_err());
    let mut edges = [0.0; 3];
    table.edges(&x[..2], &mut edges)?;
    assert_eq!(edges, [0.5, 1.5, 2.5]);
    fails(
        table.edges(&[], &mut []),
        "ERR_SIGNAL_LENGTH_MISMATCH",
        "edges(x, out): expected out with 1 value or more, found fewer.",
    );
    let mut floats = [1.0_f32, 2.0];
    table.scale(3.0, &mut floats);
    assert_eq!(floats, [3.0, 6.0]);
    table.r#move(&y, &mut out)?;
    assert_eq!(out[0], 5.0);
    table.swap(&mut x, &mut out)?;
    assert_eq!((x[0], out[0]), (5.0, 1.0));
    let mut numbers = [0; 3];
    table.zigzag(&mut numbers);
    assert_eq!(numbers, [0, -1, 2]);

    let extent = table.extent(&y)?;
    assert_eq!((extent.low, extent.high, extent.n), (5.0, 8.0, 4));
    fails(
        table.extent(&[]),
        "ERR_SIGNAL_CONDITION_UNMET",
        "extent(x): expected n >= 1, where n is the length of x, found other values.",
    );
    let both = table.mean_and_sum(&y)?;
    assert_eq!((both.mean, both.total), (6.5, 26.0));
    let found = table.find(&y, 7.0);
    assert!(found.result && found.at == 2);
    assert_eq!(table.big(3, -1, false), 4);
    assert_eq!(table.median(&y, 1, 0.0, 1.0)?, 7.0);
    fails(
        table.median(&[2.0, 1.0], 1, 0.0, 1.0),
        "ERR_SIGNAL_NOT_SORTED",
        "median(x, width, low, high): expected x in ascending \"order\"??=, found another\\one. Sort it: x.sort().",
    );
    assert_eq!(table.median(&y, 7, 0.0, 1.0).unwrap_err().code, "ERR_SIGNAL_OUT_OF_MEMORY");
    assert_eq!(table.median(&y, 9, 0.0, 1.0).unwrap_err().code, "ERR_SIGNAL_UNKNOWN_STATUS");
    for (width, low, high) in [(0, 0.0, 1.0), (1, 1.0, 0.0), (1, 0.5, 1.0), (1, 2.0, 3.0), (1, f64::NAN, 1.0)] {
        assert_eq!(table.median(&y, width, low, high).unwrap_err().code, "ERR_SIGNAL_CONDITION_UNMET");
    }
    table.check(&y)?;
    assert_eq!(table.check(&[2.0, 1.0]).unwrap_err().code, "ERR_SIGNAL_NOT_SORTED");

    {
        let mut counter = table.counter_new(5)?;
        assert_eq!(table.counters(), 1);
        table.counter_add(&mut counter, &y)?;
        let full = table.counter_add(&mut counter, &y);
        fails(
            full,
            "ERR_SIGNAL_LIMIT_REACHED",
            "counter_add(counter, x): expected fewer values, found more than the limit.",
        );
        let mut second = table.counter_new(1)?;
        table.counter_merge(&mut second, &mut counter);
        assert_eq!(table.counter_total(&mut second), 4);
        drop(counter);
        assert_eq!(table.counters(), 1);
        let moved = std::thread::spawn(move || table.counter_total(&mut second));
        assert_eq!(moved.join().expect("a thread"), 4);
        assert!(table.counter_new(0).is_err());
    }
    assert_eq!(table.counters(), 0);

    let mut factor = 2.0_f64;
    let context = std::ptr::addr_of_mut!(factor).cast();
    unsafe {
        assert_eq!((table.ticket(), table.here()), (1, 1));
        assert_eq!(table.integrate(times, context, 1.0, 2.0), 3.0);
    }
    assert_eq!(table.range(&y).low, 5.0);
    assert!(table.pi() > 3.0);
    Ok(())
}
