#include "compiler/parse/parse.h"

#include <memory>
#include <string>
#include <utility>

#include "SlaParser.h"
#include "compiler/parse/build.h"
#include "compiler/parse/quick_lexer.h"
#include "compiler/parse/recovery.h"
#include "compiler/parse/tokens.h"

namespace sla::parse {
namespace {

void read(Reporter& reporter, std::uint32_t file, syntax::File& result) {
  antlr4::ANTLRInputStream input{std::string(reporter.all_text())};
  QuickLexer lexer(&input);
  lexer.removeErrorListeners();
  Tokens tokens = read_tokens(lexer, reporter);
  if (tokens.given_up) return;
  const bool empty = tokens.list.size() == 1;
  if (empty && tokens.reported_lines.empty()) {
    auto* finding =
        reporter.add(diagnose::Code::empty_file, {file, 0, 0}, "this file declares nothing");
    if (finding)
      finding->help =
          "begin with `agreement \"Title\" { ... }`; examples/northwind.sla is a whole one";
    return;
  }
  antlr4::ListTokenSource source(std::move(tokens.list));
  antlr4::CommonTokenStream stream(&source);
  grammar::SlaParser parser(&stream);
  parser.removeErrorListeners();
  parser.setErrorHandler(std::make_shared<Recovery>(tokens, reporter));
  result.declarations = Builder(reporter).file(*parser.file());
}

}  // namespace

syntax::File parse(const source::Sources& sources, std::uint32_t file,
                   diagnose::Findings& findings) {
  syntax::File result;
  result.index = file;
  Reporter reporter(sources, file, findings);
  try {
    read(reporter, file, result);
  } catch (const GivenUp&) {
    // The finding that says so has been made.
  } catch (...) {
    // Whatever ANTLR throws beyond what `Recovery` handles: its words would help nobody.
    reporter.add(diagnose::Code::unexpected, {file, 0, 0}, "this file cannot be read");
  }
  return result;
}

}  // namespace sla::parse
