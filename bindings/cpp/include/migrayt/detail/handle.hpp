// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// A handle of the C header, freed exactly once.

#ifndef MIGRAYT_DETAIL_HANDLE_HPP
#define MIGRAYT_DETAIL_HANDLE_HPP

#include <memory>

#include "face.hpp"

namespace migrayt {
inline namespace MIGRAYT_FACE {
namespace detail {

template <class T, void (*Free)(T*)>
struct freeing {
    void operator()(T* handle) const noexcept { Free(handle); }
};

/// Move-only. One that was moved from is NULL, which every function of the header refuses.
template <class T, void (*Free)(T*)>
using handle = std::unique_ptr<T, freeing<T, Free>>;

}  // namespace detail
}  // namespace MIGRAYT_FACE
}  // namespace migrayt

#endif
