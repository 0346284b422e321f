// Random agreements as policy libraries: their code, loaded from a file that knows nothing of this
// process, decides what the reference does. SLA_PROPERTY_CASES and SLA_PROPERTY_SEED as in
// tests/property.

#include <dlfcn.h>

#include "compiler/driver/describe.h"
#include "compiler/reference/evaluate.h"
#include "runtime/kernel/batch.h"
#include "runtime/kernel/image.h"
#include "runtime/policy/bytes.h"
#include "tests/embed/building.h"
#include "tests/property/recipe.h"
#include "tests/property/settings.h"

namespace sla::embed {
namespace {

using property::setting;

TEST(RandomAgreements, AreTheSameAsLibraries) {
  const std::uint64_t first = setting("SLA_PROPERTY_SEED", 1);
  const std::uint64_t cases = std::min<std::uint64_t>(setting("SLA_PROPERTY_CASES", 12), 200);
  for (std::uint64_t seed = first; seed < first + cases; ++seed) {
    const property::Recipe recipe = property::random_recipe(seed);
    const auto world = property::build(recipe);
    const std::string path = built(recipe.agreement, "random" + std::to_string(seed));
    void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    ASSERT_NE(library, nullptr) << ::dlerror();
    const auto* image = static_cast<const sla_image*>(::dlsym(library, SLA_IMAGE_SYMBOL));
    ASSERT_NE(image, nullptr);
    const auto policy =
        policy::from_bytes({reinterpret_cast<const char*>(image->policy), image->policy_size});
    ASSERT_TRUE(policy) << policy.error().message;
    EXPECT_EQ(policy->semantic_hash, driver::semantic_hash(recipe.agreement));
    const kernel::Batch batch(world->inputs, policy->records[0].periods, policy->zone);
    kernel::Sink sink;
    image->kernels[0].evaluate(batch.view(), 0, batch.subjects(), &sink);
    const auto said = sink.take();
    ASSERT_TRUE(said) << said.error();
    const verdicts::Outcome expected = reference::evaluate(recipe.agreement, world->inputs);
    EXPECT_EQ(said->rows, expected.rows) << "seed " << seed;
    EXPECT_EQ(said->hits, expected.hits) << "seed " << seed;
    EXPECT_EQ(said->marks, expected.marks) << "seed " << seed;
    EXPECT_EQ(said->violations, expected.violations) << "seed " << seed;
    EXPECT_EQ(said->faults, expected.faults) << "seed " << seed;
    ::dlclose(library);
    std::filesystem::remove(path);
  }
}

}  // namespace
}  // namespace sla::embed
