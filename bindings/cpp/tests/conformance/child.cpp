// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// Another process that carries out steps, and may be killed.

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <memory>

#include "matching.hpp"
#include "system.hpp"

extern char** environ;

namespace conformance {

namespace {

struct process {
    pid_t id;
    int output;
};

/// The library is not used between a fork and the start of the program.
process start(const std::string& file) {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) throw failure("no pipe can be made");
    for (const int end : ends) fcntl(end, F_SETFD, FD_CLOEXEC);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    auto own = std::filesystem::read_symlink("/proc/self/exe").string();
    std::string option = "--child";
    auto path = file;
    std::array<char*, 4> arguments{own.data(), option.data(), path.data(), nullptr};
    pid_t id = 0;
    const int failed = posix_spawn(&id, own.c_str(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    if (failed != 0) {
        close(ends[0]);
        throw failure("no process can be started");
    }
    return {id, ends[0]};
}

bool prints(std::FILE* output, const std::string& wanted) {
    std::string line;
    for (int next = std::fgetc(output); next != EOF; next = std::fgetc(output)) {
        if (next != '\n') {
            line += static_cast<char>(next);
        } else if (!wanted.empty() && line == wanted) {
            return true;
        } else {
            line.clear();
        }
    }
    return false;
}

}  // namespace

void child(const std::string& file, const std::string& kill_at) {
    const auto started = start(file);
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> output(fdopen(started.output, "r"),
                                                                 std::fclose);
    const bool is_due = prints(output.get(), kill_at);
    if (is_due) kill(started.id, SIGKILL);
    int status = 0;
    if (waitpid(started.id, &status, 0) != started.id) throw failure("the process is lost");
    if (kill_at.empty()) {
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) throw failure("the process failed");
    } else if (!is_due) {
        throw failure("the process ended before it printed: " + kill_at);
    }
}

}  // namespace conformance
