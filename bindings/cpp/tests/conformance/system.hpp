// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// What cases want of the operating system.

#ifndef CONFORMANCE_SYSTEM_HPP
#define CONFORMANCE_SYSTEM_HPP

#include <cstdint>
#include <filesystem>
#include <string>

namespace conformance {

/// A folder of its own, which is gone with this.
class folder {
public:
    folder();
    folder(folder&& other) noexcept;
    folder& operator=(folder&&) = delete;
    ~folder();

    std::string path() const { return path_.string(); }

private:
    std::filesystem::path path_;
};

/// The process' resident memory in bytes, without what is only waiting to be used again.
std::uint64_t resident_memory();

/// Whether a descriptor becomes readable, or unreadable, within 5 seconds.
bool becomes(int descriptor, bool readable);

/// Replaces the first `from` in a file; false if it is not there.
bool replace(const std::string& file, const std::string& from, const std::string& to);

/// Runs this program with `--child file`, and kills it as soon as it prints the line `kill_at`; an
/// empty one lets it end by itself. Fails if it does not come to that.
void child(const std::string& file, const std::string& kill_at);

}  // namespace conformance

#endif
