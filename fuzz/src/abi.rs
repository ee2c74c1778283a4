//! Calls of the C ABI that an input spells out, and what must hold after each of them.
//!
//! An input is a page of lines. Each line is one call: a letter that names it, characters that name
//! its handles, and a text; [`script`] says which. What a line does not say is taken as it comes, so
//! that every page is a sequence of calls.

mod call;
mod fence;
mod folder;
mod host;
mod pool;
mod process;
mod script;
mod side;
mod words;

use self::folder::Folder;
use self::process::Process;
use self::script::Script;

/// Makes the calls. None may panic, abort or wait for longer than it was told to; what each answers
/// must fit together; and once everything is freed, no handle, thread or descriptor may be left.
pub fn check(page: &[u8]) {
    let before = Process::now();
    {
        let folder = Folder::new();
        let mut script = Script::new(&folder);
        for line in page.split(|byte| *byte == b'\n') {
            script.line(line);
        }
        script.end();
    }
    assert_eq!(migrayt_ffi::c::failpoint::handles(), 0, "handles are left in the tables");
    before.is_back();
}
