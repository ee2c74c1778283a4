//! Gives the shared library the name under which programs look for it, and holds the functions to
//! the header at compile time.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=include/migrayt.h");
    println!("cargo::rerun-if-changed=build.rs");
    let version = |part: &str| told(&format!("CARGO_PKG_VERSION_{part}"));
    if told("CARGO_CFG_TARGET_OS") == "linux" {
        let name = format!("libmigrayt.so.{}.{}", version("MAJOR"), version("MINOR"));
        println!("cargo::rustc-cdylib-link-arg=-Wl,-soname,{name}");
    }
    let folder = told("OUT_DIR");
    let header = fs::read_to_string("include/migrayt.h").unwrap_or_default();
    let proof = proof(&header);
    if let Err(error) = fs::write(Path::new(&folder).join("proof.rs"), proof) {
        println!("cargo::error=the proof cannot be written: {error}");
    }
}

/// What cargo tells a build script.
#[expect(clippy::disallowed_methods, reason = "this is how cargo tells it")]
fn told(name: &str) -> String {
    env::var(name).unwrap_or_default()
}

/// For each function of the header a constant of its type, whose value is the function.
fn proof(header: &str) -> String {
    let mut text = String::new();
    let code: String = header
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default().trim())
        .filter(|line| !line.starts_with('#'))
        .collect::<Vec<_>>()
        .join(" ");
    for declaration in code.split(';') {
        let Some((before, arguments)) = declaration.split_once('(') else { continue };
        let Some((result, name)) = before.trim().rsplit_once(' ') else { continue };
        let name = name.trim();
        if !name.starts_with("migrayt_") {
            continue;
        }
        let arguments = arguments.trim().trim_end_matches(')');
        let types: Vec<_> = arguments
            .split(',')
            .map(str::trim)
            .filter(|argument| !argument.is_empty() && *argument != "void")
            .map(argument_type)
            .collect();
        let result = match result.rsplit(' ').next().unwrap_or_default() {
            "void" => String::new(),
            other => format!(" -> {}", type_of(other)),
        };
        let types = types.join(", ");
        let _ = writeln!(text, "const _: unsafe extern \"C\" fn({types}){result} = {name};");
    }
    text
}

/// The type of `const uint8_t *data`, as Rust writes it.
fn argument_type(argument: &str) -> String {
    let constant = argument.starts_with("const ");
    let argument = argument.trim_start_matches("const ");
    let stars = argument.matches('*').count();
    let name = argument.split([' ', '*']).next().unwrap_or_default();
    let mut rust = type_of(name).to_owned();
    for star in 0..stars {
        // `const` says something about what the innermost pointer points to.
        rust =
            if constant && star == 0 { format!("*const {rust}") } else { format!("*mut {rust}") };
    }
    rust
}

fn type_of(name: &str) -> &str {
    match name {
        "uint8_t" => "u8",
        "uint32_t" => "u32",
        "uint64_t" => "u64",
        "int32_t" => "i32",
        "size_t" => "usize",
        other => other,
    }
}
