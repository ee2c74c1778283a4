//! Every package where nobody has cargo: unpacked or installed in an empty folder, and a first
//! program run with it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Dist, empty};
use crate::bindings::tool::{command, run};
use crate::bindings::{dotnet, unreadable};
use crate::fault::{Fault, Result};
use crate::{python, terminal};

/// Tries a package in an empty folder.
type Try<'a> = dyn Fn(&Path) -> Result<()> + 'a;

/// What was packed.
pub(super) struct Packages {
    pub(super) archive: PathBuf,
    pub(super) wheel: PathBuf,
    pub(super) npm: PathBuf,
    pub(super) nuget: PathBuf,
}

impl Packages {
    /// Whether each does what it is for.
    pub(super) fn all_work(&self, dist: &Dist<'_>) -> Result<bool> {
        let tries: [(&str, &Try<'_>); 4] = [
            ("archive", &|folder| self.archive(folder)),
            ("wheel", &|folder| self.wheel(folder)),
            ("npm", &|folder| self.npm(folder)),
            ("nuget", &|folder| self.nuget(folder)),
        ];
        let mut good = true;
        for (name, works) in tries {
            let folder = dist.work.join("tried").join(name);
            empty(&folder)?;
            if let Err(fault) = works(&folder) {
                terminal::complain(&format!("the {name} does not work: {fault}"));
                good = false;
            }
        }
        Ok(good)
    }

    /// Compiled twice by what pkg-config says: with the shared library, and with the archive.
    fn archive(&self, folder: &Path) -> Result<()> {
        let told = self.archive.display().to_string();
        run(bare(folder, "tar", &["--extract", "--strip-components=1", "--file", &told]))?;
        write(folder, "first.c", include_str!("tried/first.c"))?;
        let (shared, fixed) = ("-o shared first.c", "-o fixed first.c -Llib -l:libmigrayt.a");
        let pkg = "PKG_CONFIG_PATH=lib/pkgconfig pkg-config";
        for line in [
            format!("cc {shared} $({pkg} --cflags --libs migrayt) -Wl,-rpath,'$ORIGIN/lib'"),
            "./shared".to_owned(),
            format!(
                "cc $({pkg} --cflags migrayt) {fixed} \
                 $({pkg} --static --libs-only-l migrayt | sed 's/-lmigrayt//')"
            ),
            "./fixed".to_owned(),
        ] {
            run(bare(folder, "sh", &["-c", &line]))?;
        }
        Ok(())
    }

    fn wheel(&self, folder: &Path) -> Result<()> {
        let environment = folder.join("environment");
        let python = python::environment(&environment, &[self.wheel.as_os_str()])
            .ok_or_else(|| Fault::command("pip install", "the wheel cannot be installed"))?;
        write(folder, "first.py", include_str!("tried/first.py"))?;
        run(bare(folder, python.display().to_string(), &["first.py"]))
    }

    fn npm(&self, folder: &Path) -> Result<()> {
        write(folder, "package.json", "{\"private\": true}\n")?;
        write(folder, "first.mjs", include_str!("tried/first.mjs"))?;
        let told = self.npm.display().to_string();
        run(bare(folder, "npm", &["install", "--no-audit", "--no-fund", "--silent", &told]))?;
        run(bare(folder, "node", &["first.mjs"]))
    }

    fn nuget(&self, folder: &Path) -> Result<()> {
        let told = self.nuget.display().to_string();
        run(bare(folder, "python3", &["-m", "zipfile", "--extract", &told, "."]))?;
        write(folder, "First.cs", include_str!("tried/First.cs"))?;
        let json = format!("-r:{}", dotnet::JSON);
        let ours = "-r:lib/netstandard2.0/Migrayt.dll";
        run(bare(folder, "mcs", &["-langversion:7", &json, ours, "First.cs"]))?;
        // Mono does not look into folders of packages; .NET does.
        let mut first = bare(folder, "mono", &["First.exe"]);
        first.env("MONO_PATH", "lib/netstandard2.0");
        run(first)
    }
}

/// A command that finds no cargo and no library but the package's own.
fn bare(folder: &Path, program: impl AsRef<std::ffi::OsStr>, arguments: &[&str]) -> Command {
    let mut command = command(folder, program, arguments);
    command.env("PATH", "/usr/local/bin:/usr/bin:/bin");
    for name in ["CARGO", "CARGO_HOME", "LD_LIBRARY_PATH", "MIGRAYT_LIBRARY", "PYTHONPATH"] {
        command.env_remove(name);
    }
    command
}

fn write(folder: &Path, name: &str, text: &str) -> Result<()> {
    let path = folder.join(name);
    fs::write(&path, text).map_err(|cause| unreadable(&path, cause))
}
