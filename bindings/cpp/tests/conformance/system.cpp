// SPDX-License-Identifier: Apache-2.0 OR MIT

#include "system.hpp"

#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <utility>

#include "matching.hpp"

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace conformance {

folder::folder() {
    auto pattern = (std::filesystem::temp_directory_path() / "migrayt-case-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw failure("no folder can be made");
    path_ = pattern;
}

folder::folder(folder&& other) noexcept : path_(std::exchange(other.path_, {})) {}

folder::~folder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

std::uint64_t resident_memory() {
#if defined(__GLIBC__)
    malloc_trim(0);
#endif
    std::uint64_t pages = 0;
    if (std::ifstream standing("/proc/self/statm"); standing >> pages >> pages) {
        return pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
    }
    // Elsewhere only the most that it ever was is told, which is never less than the truth.
    rusage used{};
    if (getrusage(RUSAGE_SELF, &used) != 0) throw failure("the system tells no memory");
#if defined(__APPLE__)
    return static_cast<std::uint64_t>(used.ru_maxrss);
#else
    return static_cast<std::uint64_t>(used.ru_maxrss) * 1024;
#endif
}

bool becomes(int descriptor, bool readable) {
    constexpr int within = 5'000;
    pollfd waited{descriptor, POLLIN, 0};
    if (readable) return poll(&waited, 1, within) == 1;
    for (int spent = 0; spent < within; spent += 10) {
        if (poll(&waited, 1, 0) == 0) return true;
        usleep(10'000);
    }
    return false;
}

bool replace(const std::string& file, const std::string& from, const std::string& to) {
    std::ifstream read(file, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(read), {}};
    const auto place = text.find(from);
    if (!read || place == std::string::npos) return false;
    text.replace(place, from.size(), to);
    std::ofstream written(file, std::ios::binary | std::ios::trunc);
    written << text << std::flush;
    return written.good();
}

}  // namespace conformance
