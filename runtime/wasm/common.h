#pragma once

// Included before every source of the module, precompiled: what most of them include anyway.

#include "runtime/wasm/no_threads.h"

#ifdef __cplusplus
#include <algorithm>
#include <array>
#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <ranges>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>
#endif
