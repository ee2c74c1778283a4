#![no_main]

libfuzzer_sys::fuzz_target!(|page: &[u8]| migrayt_fuzz::abi::check(page));
