#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| migrayt_fuzz::check(
    migrayt_core::richtext::Format::Markdown,
    text
));
