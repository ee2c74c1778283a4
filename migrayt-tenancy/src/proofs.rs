//! What must not compile, each after what must. The two differ in one line, so that it is that line
//! which does not compile; the crate's tests hold them to it. The error's code says why, and is
//! compared where rustdoc takes unstable options (`RUSTC_BOOTSTRAP=1 cargo test --doc`).
//!
//! # A scope is not made by hand, nor turned to another tenant
//!
//! ```
//! # use migrayt_core::id::TenantId;
//! # use migrayt_tenancy::{Solo, TenantScope};
//! let scope = Solo::default().scope();
//! let other: TenantScope = scope.clone();
//! ```
//!
//! ```compile_fail,E0451
//! # use migrayt_core::id::TenantId;
//! # use migrayt_tenancy::{Solo, TenantScope};
//! let scope = Solo::default().scope();
//! let other: TenantScope = TenantScope { tenant: TenantId::new("ten_b"), ..scope };
//! ```
//!
//! # A scope is not read from storage
//!
//! ```
//! # use migrayt_tenancy::{Role, TenantScope};
//! let read: Role = serde_json::from_str("\"owner\"").unwrap();
//! ```
//!
//! ```compile_fail,E0277
//! # use migrayt_tenancy::{Role, TenantScope};
//! let read: TenantScope = serde_json::from_str("\"owner\"").unwrap();
//! ```
//!
//! # A scope has no default
//!
//! ```
//! # use migrayt_tenancy::{Solo, TenantScope};
//! fn of<T: Default>() -> T { T::default() }
//! let scope: Solo = of();
//! ```
//!
//! ```compile_fail,E0277
//! # use migrayt_tenancy::{Solo, TenantScope};
//! fn of<T: Default>() -> T { T::default() }
//! let scope: TenantScope = of();
//! ```
//!
//! # A permit of one right is not one of another
//!
//! ```
//! # use migrayt_tenancy::right::{ViewBilling, ViewResults};
//! # use migrayt_tenancy::{Permit, Solo};
//! fn invoices(permit: &Permit<ViewBilling>) {}
//! let scope = Solo::default().scope();
//! invoices(&scope.permit::<ViewBilling>()?);
//! # Ok::<(), migrayt_core::Error>(())
//! ```
//!
//! ```compile_fail,E0308
//! # use migrayt_tenancy::right::{ViewBilling, ViewResults};
//! # use migrayt_tenancy::{Permit, Solo};
//! fn invoices(permit: &Permit<ViewBilling>) {}
//! let scope = Solo::default().scope();
//! invoices(&scope.permit::<ViewResults>()?);
//! # Ok::<(), migrayt_core::Error>(())
//! ```
//!
//! # A scope is not a permit
//!
//! ```
//! # use migrayt_tenancy::right::ViewBilling;
//! # use migrayt_tenancy::{Permit, Solo};
//! fn invoices(permit: &Permit<ViewBilling>) {}
//! let scope = Solo::default().scope();
//! invoices(&scope.permit()?);
//! # Ok::<(), migrayt_core::Error>(())
//! ```
//!
//! ```compile_fail,E0308
//! # use migrayt_tenancy::right::ViewBilling;
//! # use migrayt_tenancy::{Permit, Solo};
//! fn invoices(permit: &Permit<ViewBilling>) {}
//! let scope = Solo::default().scope();
//! invoices(&scope);
//! # Ok::<(), migrayt_core::Error>(())
//! ```
//!
//! # A permit is not made by hand, nor given another scope
//!
//! ```
//! # use migrayt_tenancy::right::ViewBilling;
//! # use migrayt_tenancy::{Permit, Solo};
//! let scope = Solo::default().scope();
//! let permit: Permit<ViewBilling> = scope.permit()?;
//! let other: Permit<ViewBilling> = permit.clone();
//! # Ok::<(), migrayt_core::Error>(())
//! ```
//!
//! ```compile_fail,E0451
//! # use migrayt_tenancy::right::ViewBilling;
//! # use migrayt_tenancy::{Permit, Solo};
//! let scope = Solo::default().scope();
//! let permit: Permit<ViewBilling> = scope.permit()?;
//! let other: Permit<ViewBilling> = Permit { scope, ..permit };
//! # Ok::<(), migrayt_core::Error>(())
//! ```
//!
//! # A right is not added by others
//!
//! ```
//! # use migrayt_tenancy::right::ViewResults;
//! # use migrayt_tenancy::{Right, Row};
//! #[derive(Debug)]
//! enum Everything {}
//! trait Ours { const ROW: &'static Row; }
//! impl Ours for Everything { const ROW: &'static Row = ViewResults::ROW; }
//! ```
//!
//! ```compile_fail,E0277
//! # use migrayt_tenancy::right::ViewResults;
//! # use migrayt_tenancy::{Right, Row};
//! #[derive(Debug)]
//! enum Everything {}
//! trait Ours { const ROW: &'static Row; }
//! impl Right for Everything { const ROW: &'static Row = ViewResults::ROW; }
//! ```
//!
//! # A key is not put into a tenant without its scope
//!
//! ```
//! # use migrayt_core::id::TenantId;
//! # use migrayt_tenancy::{Solo, TenantScoped};
//! let scope = Solo::default().scope();
//! let key: TenantScoped<&str> = TenantScoped::new(&scope, "report");
//! ```
//!
//! ```compile_fail,E0451
//! # use migrayt_core::id::TenantId;
//! # use migrayt_tenancy::{Solo, TenantScoped};
//! let scope = Solo::default().scope();
//! let key: TenantScoped<&str> = TenantScoped { tenant: TenantId::new("ten_b"), key: "report" };
//! ```
//!
//! # A tenant's id is not its scope
//!
//! ```
//! # use migrayt_core::id::TenantId;
//! # use migrayt_tenancy::{Solo, TenantScoped};
//! let (scope, id) = (Solo::default().scope(), TenantId::solo());
//! let key = TenantScoped::new(&scope, "report");
//! ```
//!
//! ```compile_fail,E0308
//! # use migrayt_core::id::TenantId;
//! # use migrayt_tenancy::{Solo, TenantScoped};
//! let (scope, id) = (Solo::default().scope(), TenantId::solo());
//! let key = TenantScoped::new(&id, "report");
//! ```
//!
//! # A key inside a tenant is not read from storage
//!
//! ```
//! # use migrayt_tenancy::TenantScoped;
//! let read: String = serde_json::from_str("\"report\"").unwrap();
//! ```
//!
//! ```compile_fail,E0277
//! # use migrayt_tenancy::TenantScoped;
//! let read: TenantScoped<String> = serde_json::from_str("\"report\"").unwrap();
//! ```
//!
//! # A claim that was not verified lets nobody in
//!
//! ```
//! # use migrayt_core::port::Clock;
//! # use migrayt_tenancy::{JobClaim, SealedClaim, admit_job};
//! fn work(verified: &JobClaim, sealed: &SealedClaim, clock: &dyn Clock) {
//!     let scope = admit_job(verified, clock);
//! }
//! ```
//!
//! ```compile_fail,E0308
//! # use migrayt_core::port::Clock;
//! # use migrayt_tenancy::{JobClaim, SealedClaim, admit_job};
//! fn work(verified: &JobClaim, sealed: &SealedClaim, clock: &dyn Clock) {
//!     let scope = admit_job(sealed, clock);
//! }
//! ```
//!
//! # A verified claim is not changed
//!
//! ```
//! # use migrayt_core::id::TenantId;
//! # use migrayt_tenancy::JobClaim;
//! fn other(verified: JobClaim) -> JobClaim {
//!     verified.clone()
//! }
//! ```
//!
//! ```compile_fail,E0451
//! # use migrayt_core::id::TenantId;
//! # use migrayt_tenancy::JobClaim;
//! fn other(verified: JobClaim) -> JobClaim {
//!     JobClaim { tenant: TenantId::new("ten_b"), ..verified }
//! }
//! ```
//!
//! # What is presented is not shown
//!
//! ```
//! # use migrayt_tenancy::Presented;
//! let presented = Presented::new("mgs_secret");
//! let shown = format!("{presented:?}");
//! ```
//!
//! ```compile_fail,E0277
//! # use migrayt_tenancy::Presented;
//! let presented = Presented::new("mgs_secret");
//! let shown = format!("{presented}");
//! ```
//!
//! # What is presented is not copied
//!
//! ```
//! # use migrayt_tenancy::Presented;
//! let presented = Presented::new("mgs_secret");
//! let shown = presented.expose();
//! ```
//!
//! ```compile_fail,E0599
//! # use migrayt_tenancy::Presented;
//! let presented = Presented::new("mgs_secret");
//! let shown = presented.clone();
//! ```
//!
//! # What is presented is not stored
//!
//! ```
//! # use migrayt_tenancy::Presented;
//! let presented = Presented::new("mgs_secret");
//! let stored = serde_json::to_string("a text");
//! ```
//!
//! ```compile_fail,E0277
//! # use migrayt_tenancy::Presented;
//! let presented = Presented::new("mgs_secret");
//! let stored = serde_json::to_string(&presented);
//! ```
