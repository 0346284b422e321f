#include "compiler/codegen/layout.h"

#include <cstddef>

#include <gtest/gtest.h>
#include <llvm/IR/DataLayout.h>
#include <llvm/IR/LLVMContext.h>

#include "runtime/helpers/cohort.h"
#include "runtime/helpers/plain_clock.h"

namespace sla::codegen {
namespace {

class Layout : public testing::Test {
 protected:
  std::uint64_t offset(llvm::StructType* type, unsigned member) {
    return layout_.getStructLayout(type)->getElementOffset(member);
  }
  llvm::LLVMContext context_;
  // x86-64 and aarch64 agree on everything that matters here. One per context: a layout remembers
  // types by their address.
  llvm::DataLayout layout_{
      "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"};
};

TEST_F(Layout, PlainClockBeginsAsEveryClock) {
  llvm::StructType* type = plain_clock_type(context_);
  EXPECT_EQ(layout_.getTypeAllocSize(type), sizeof(sla_plain_clock));
  EXPECT_EQ(offset(type, kPhase), offsetof(sla_plain_clock, phase));
  EXPECT_EQ(offset(type, kCycle), offsetof(sla_plain_clock, cycle));
  EXPECT_EQ(offset(type, kStartEvent), offsetof(sla_plain_clock, start_event));
  llvm::StructType* clause = plain_clause_type(context_);
  EXPECT_EQ(layout_.getTypeAllocSize(clause), sizeof(sla_plain_clause));
  EXPECT_EQ(offset(clause, 2), offsetof(sla_plain_clause, amount));
  EXPECT_EQ(offset(clause, 4), offsetof(sla_plain_clause, of_owner));
}

TEST_F(Layout, BatchIsThatOfTheRuntime) {
  llvm::StructType* type = batch_type(context_);
  EXPECT_EQ(layout_.getTypeAllocSize(type), sizeof(sla_batch));
  EXPECT_EQ(offset(type, kSubjectBegin), offsetof(sla_batch, subject_begin));
  EXPECT_EQ(offset(type, kTime), offsetof(sla_batch, time));
  EXPECT_EQ(offset(type, kCode), offsetof(sla_batch, code));
  EXPECT_EQ(offset(type, kOwner), offsetof(sla_batch, owner));
  EXPECT_EQ(offset(type, kOwnerNow), offsetof(sla_batch, owner_now));
  EXPECT_EQ(offset(type, kTeamNow), offsetof(sla_batch, team_now));
  EXPECT_EQ(offset(type, kFields), offsetof(sla_batch, fields));
  EXPECT_EQ(offset(type, kCalendars), offsetof(sla_batch, calendars));
  EXPECT_EQ(offset(type, kZoneNow), offsetof(sla_batch, zone_now));
  EXPECT_EQ(offset(type, kTextZone), offsetof(sla_batch, text_zone));
  EXPECT_EQ(offset(type, kAsOf), offsetof(sla_batch, as_of));
  EXPECT_EQ(offset(type, kActor), offsetof(sla_batch, actor));
  EXPECT_EQ(offset(type, kActorParty), offsetof(sla_batch, actor_party));
  EXPECT_EQ(offset(type, kPeriods), offsetof(sla_batch, periods));
  EXPECT_EQ(offset(type, kTeamOfRoster), offsetof(sla_batch, team_of_roster));
  EXPECT_EQ(offset(type, kStintBegin), offsetof(sla_batch, stint_begin));
  EXPECT_EQ(offset(type, kStints), offsetof(sla_batch, stints));
}

TEST_F(Layout, ClockIsThatOfTheRuntime) {
  llvm::StructType* type = clock_type(context_);
  EXPECT_EQ(layout_.getTypeAllocSize(type), sizeof(sla_clock));
  EXPECT_EQ(offset(type, kPhase), offsetof(sla_clock, phase));
  EXPECT_EQ(offset(type, kCycle), offsetof(sla_clock, cycle));
  EXPECT_EQ(offset(type, kDischarged), offsetof(sla_clock, discharged));
  EXPECT_EQ(offset(type, kZone), offsetof(sla_clock, zone));
}

TEST_F(Layout, CohortsAreThoseOfTheRuntime) {
  EXPECT_EQ(layout_.getTypeAllocSize(cohort_type(context_)), sizeof(sla_cohort));
  EXPECT_EQ(layout_.getTypeAllocSize(periods_type(context_)), sizeof(sla_periods));
  llvm::StructType* conversion = conversion_type(context_);
  EXPECT_EQ(layout_.getTypeAllocSize(conversion), sizeof(sla_conversion));
  EXPECT_EQ(offset(conversion, 0), offsetof(sla_conversion, clause));
  EXPECT_EQ(offset(conversion, 1), offsetof(sla_conversion, kind));
  EXPECT_EQ(offset(conversion, 2), offsetof(sla_conversion, amount));
  EXPECT_EQ(offset(conversion, 3), offsetof(sla_conversion, calendar));
}

TEST_F(Layout, SinkIsThatOfTheRuntime) {
  llvm::StructType* type = sink_type(context_);
  EXPECT_EQ(layout_.getTypeAllocSize(type), sizeof(sla_sink));
  EXPECT_EQ(offset(type, 0), offsetof(sla_sink, rows));
  EXPECT_EQ(offset(type, 1), offsetof(sla_sink, hits));
  EXPECT_EQ(offset(type, 2), offsetof(sla_sink, marks));
  EXPECT_EQ(offset(type, 5), offsetof(sla_sink, grow));
  EXPECT_EQ(layout_.getTypeAllocSize(field_column_type(context_)), sizeof(sla_field_column));
}

}  // namespace
}  // namespace sla::codegen
