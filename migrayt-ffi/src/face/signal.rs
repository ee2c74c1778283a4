//! A descriptor that event loops wait on. Linux has one for it; elsewhere there is none.

#[cfg(target_os = "linux")]
mod linux {
    use std::os::fd::{AsFd, AsRawFd as _, BorrowedFd, OwnedFd};

    use rustix::event::{EventfdFlags, eventfd};
    use rustix::io::{read, write};

    /// Can be read from while it is raised.
    #[derive(Debug)]
    pub(crate) struct Signal(OwnedFd);

    impl Signal {
        /// None if the system gives no descriptor: the run works, and waits in `next` only.
        pub(crate) fn new() -> Option<Self> {
            eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK).ok().map(Self)
        }

        pub(crate) fn raise(&self) {
            // It can fail only if it is raised two to the power of 64 times.
            let _raised = write(&self.0, &1_u64.to_ne_bytes());
        }

        pub(crate) fn lower(&self) {
            // Fails if it is not raised, which is what was asked for.
            let _lowered = read(&self.0, &mut [0_u8; 8]);
        }

        pub(crate) fn descriptor(&self) -> i32 {
            self.0.as_raw_fd()
        }
    }

    impl AsFd for Signal {
        fn as_fd(&self) -> BorrowedFd<'_> {
            self.0.as_fd()
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod elsewhere {
    /// There is none here.
    #[derive(Debug)]
    pub(crate) enum Signal {}

    impl Signal {
        pub(crate) fn new() -> Option<Self> {
            None
        }

        pub(crate) fn raise(&self) {
            match *self {}
        }

        pub(crate) fn lower(&self) {
            match *self {}
        }

        pub(crate) fn descriptor(&self) -> i32 {
            match *self {}
        }
    }
}

#[cfg(not(target_os = "linux"))]
pub(crate) use self::elsewhere::Signal;
#[cfg(target_os = "linux")]
pub(crate) use self::linux::Signal;
