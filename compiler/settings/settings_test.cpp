#include "compiler/settings/settings.h"

#include <unistd.h>

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiler/diagnose/render.h"

namespace sla::settings {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

/// A folder of its own for each test.
class SettingsFile : public testing::Test {
 protected:
  SettingsFile()
      : folder_(fs::temp_directory_path() /
                ("sla-settings-" + std::to_string(getpid()) + "-" +
                 testing::UnitTest::GetInstance()->current_test_info()->name())) {
    fs::create_directories(folder_);
  }
  ~SettingsFile() override { fs::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& text) {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name) << text;
    return (folder_ / name).string();
  }

  Settings read(const std::string& text) {
    return load(write("sla.toml", text), {"text", "json"}, sources_, findings_);
  }

  /// "2:1 message (help)" of each finding.
  std::vector<std::string> told() {
    std::vector<std::string> result;
    for (const diagnose::Finding& finding : findings_.all()) {
      const auto at = sources_.file(finding.primary.span.file).position(finding.primary.span.begin);
      result.push_back(std::to_string(at.line) + ":" + std::to_string(at.column) + " " +
                       finding.message + (finding.help ? " (" + *finding.help + ")" : ""));
    }
    return result;
  }

  fs::path folder_;
  source::Sources sources_;
  diagnose::Findings findings_;
};

TEST_F(SettingsFile, SaysEverythingThereIs) {
  const Settings settings = read(
      "format = \"json\"\nfail-on = \"error\"\nbaseline = \"known.json\"\nlibraries = [\"lib\"]\n"
      "[severity]\nSLA2006 = \"error\"\nSLA2209 = \"off\"\n"
      "[[files]]\nmatch = [\"drafts/\"]\nseverity = { SLA2006 = \"note\" }\n");
  EXPECT_TRUE(findings_.empty()) << told()[0];
  EXPECT_EQ(settings.format->value, "json");
  EXPECT_EQ(settings.format->origin.line, 1U);
  EXPECT_EQ(settings.fail_on->value, FailOn::error);
  EXPECT_EQ(settings.baseline->value, (folder_ / "known.json").string());
  ASSERT_EQ(settings.libraries.size(), 1U);
  EXPECT_EQ(settings.libraries[0].value, (folder_ / "lib").string());
  const auto level = [&](diagnose::Code code, const char* file) {
    const auto said = level_of(settings, code, (folder_ / file).string());
    return said ? level_name(said->value) : "not said";
  };
  EXPECT_EQ(level(diagnose::Code::unreachable_tier, "a.sla"), "error");
  EXPECT_EQ(level(diagnose::Code::unreachable_tier, "drafts/a.sla"), "note");
  EXPECT_EQ(level(diagnose::Code::one_sided, "a.sla"), "off");
  EXPECT_EQ(level(diagnose::Code::empty_test, "a.sla"), "not said");
}

TEST_F(SettingsFile, SaysWhereItIsWrong) {
  read(
      "formt = \"json\"\nformat = \"jsn\"\nfail-on = 3\nlibraries = \"x\"\n"
      "[severity]\nSLA2066 = \"off\"\nSLA1001 = \"off\"\nSLA2006 = \"of\"\n[[files]]\n");
  EXPECT_THAT(
      told(),
      ElementsAre("1:1 there is no setting `formt` (did you mean `format`?)",
                  "2:10 `format` cannot be `jsn` (did you mean `json`?)",
                  "3:11 `fail-on` is a word in quotes (it can be `error`, `warning`, `note` or "
                  "`never`)",
                  "4:13 `libraries` is a list of texts (such as `[\"drafts/*.sla\"]`)",
                  "6:1 there is no code `SLA2066` (did you mean `SLA2006`?)",
                  "7:11 SLA1001 is always an error: a name that nothing declares (there is no "
                  "agreement to judge until what it is about is repaired)",
                  "8:11 the severity of SLA2006 cannot be `of` (did you mean `off`?)",
                  "9:1 this does not say which files it is about (add, for instance, `match = "
                  "[\"drafts/*.sla\"]`)"));
}

TEST_F(SettingsFile, IsTomlOrSaysWhereNot) {
  read("format = \"json\"\nfail-on = = 3\n");
  ASSERT_EQ(findings_.all().size(), 1U);
  EXPECT_THAT(told()[0], testing::StartsWith("2:11 this cannot be read as TOML"));
}

TEST_F(SettingsFile, ExtendsAnother) {
  write("base/sla.toml",
        "format = \"json\"\nlibraries = [\"common\"]\n[severity]\nSLA2006 = \"off\"\n"
        "SLA2209 = \"off\"\n");
  const Settings settings =
      read("extend = \"base/sla.toml\"\nlibraries = [\"own\"]\n[severity]\nSLA2006 = \"error\"\n");
  EXPECT_TRUE(findings_.empty()) << told()[0];
  EXPECT_EQ(settings.files.size(), 2U);
  EXPECT_EQ(settings.format->value, "json");
  EXPECT_THAT(settings.format->origin.file, testing::EndsWith("base/sla.toml"));
  ASSERT_EQ(settings.libraries.size(), 2U);
  EXPECT_EQ(settings.libraries[0].value, (folder_ / "own").string());
  EXPECT_EQ(settings.libraries[1].value, (folder_ / "base/common").string());
  EXPECT_EQ(settings.severity.at(diagnose::Code::unreachable_tier).value, Level::error);
  EXPECT_EQ(settings.severity.at(diagnose::Code::one_sided).value, Level::off);
}

TEST_F(SettingsFile, DoesNotExtendItself) {
  write("other.toml", "extend = \"sla.toml\"\n");
  read("extend = \"other.toml\"\n");
  EXPECT_THAT(told(), ElementsAre("1:10 `sla.toml` is extended by itself (remove one of the lines "
                                  "that say `extend`)"));
}

TEST_F(SettingsFile, TheNearestIsFound) {
  write("sla.toml", "");
  write("a/b/x.sla", "");
  EXPECT_EQ(find((folder_ / "a/b/x.sla").string()), folder_ / "sla.toml");
  write("a/sla.toml", "");
  EXPECT_EQ(find((folder_ / "a/b/x.sla").string()), folder_ / "a/sla.toml");
}

}  // namespace
}  // namespace sla::settings
