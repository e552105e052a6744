#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    adjourn_fuzz::token::run(bytes);
});
