// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// One migration for one caller.

#ifndef MIGRAYT_ENGINE_HPP
#define MIGRAYT_ENGINE_HPP

#include <string_view>
#include <utility>

#include "detail/handle.hpp"
#include "library.hpp"
#include "run.hpp"

namespace migrayt {
inline namespace MIGRAYT_FACE {

/// One migration for one caller, with the threads that carry it. Move-only. Destroying it gives up
/// runs that still go on, and returns when its threads are gone; the runs' own objects stay good.
///
/// Threads: jobs are started by one thread at a time, or the call is `misuse`; their runs may then
/// be fetched from by a thread each.
class engine {
public:
    /// Makes an engine of options, a JSON object (docs/embedding.md), and of the token that the
    /// caller shows to the host's directory. Both may be empty, and both are copied; the copy of
    /// the token is zeroed with the engine. Looks first whether the library fits this header.
    ///
    /// `misuse` for a library of another ABI; `input_invalid` and `config_invalid` with what is
    /// wrong with the options and where; `unavailable` if the system gives no threads.
    static result<engine> try_make(std::string_view options = {}, std::string_view token = {}) {
        if (const auto fit = try_fit(); !fit) return fit.failure();
        migrayt_options made{};
        made.size = sizeof made;
        made.abi_version = abi_version;
        made.json = detail::data(options);
        made.json_length = options.size();
        made.token = detail::data(token);
        made.token_length = token.size();
        migrayt_engine* handle = nullptr;
        const auto done = detail::act(migrayt_engine_new, &made, &handle);
        if (!done) return done.failure();
        return engine(handle);
    }

    /// Takes over an engine of the C header.
    explicit engine(migrayt_engine* handle) noexcept : handle_(handle) {}

    /// Starts a job: a JSON object that names it and holds its arguments (docs/embedding/jobs.md).
    /// `bytes` is what it takes besides, a secret say. Both are copied. `input_invalid` with the
    /// place if there is no such job or it is not of its shape; what goes wrong later is told by
    /// the run.
    result<run> try_start(std::string_view job, std::string_view bytes = {}) {
        migrayt_run* handle = nullptr;
        const auto done = detail::act(migrayt_run_start, native(), detail::data(job), job.size(),
                                      detail::data(bytes), bytes.size(), &handle);
        if (!done) return done.failure();
        return run(handle);
    }

#if MIGRAYT_THROWS
    /// As `try_make`. Throws `error`.
    explicit engine(std::string_view options = {}, std::string_view token = {})
        : engine(try_make(options, token).value()) {}

    /// As `try_start`. Throws `error`.
    run start(std::string_view job, std::string_view bytes = {}) {
        return try_start(job, bytes).value();
    }
#endif

    /// The handle of the C header. It stays this engine's.
    migrayt_engine* native() const noexcept { return handle_.get(); }

private:
    detail::handle<migrayt_engine, migrayt_engine_free> handle_;
};

}  // namespace MIGRAYT_FACE
}  // namespace migrayt

#endif
