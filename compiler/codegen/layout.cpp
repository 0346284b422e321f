#include "compiler/codegen/layout.h"

#include <llvm/IR/Type.h>

namespace sla::codegen {
namespace {

llvm::StructType* named(llvm::LLVMContext& c, const char* name,
                        llvm::ArrayRef<llvm::Type*> members) {
  if (llvm::StructType* made = llvm::StructType::getTypeByName(c, name)) return made;
  return llvm::StructType::create(c, members, name);
}

}  // namespace

llvm::StructType* batch_type(llvm::LLVMContext& c) {
  llvm::Type* p = llvm::PointerType::get(c, 0);
  return named(c, "sla.batch",
               {p, p, p, p, p, p, p, p, p, p, llvm::Type::getInt64Ty(c), p, p, p, p, p, p});
}

llvm::StructType* field_column_type(llvm::LLVMContext& c) {
  llvm::Type* p = llvm::PointerType::get(c, 0);
  return named(c, "sla.field_column", {p, p});
}

llvm::StructType* sink_type(llvm::LLVMContext& c) {
  llvm::Type* p = llvm::PointerType::get(c, 0);
  llvm::Type* i64 = llvm::Type::getInt64Ty(c);
  llvm::Type* buffer = named(c, "sla.buffer", {p, i64, i64});
  return named(c, "sla.sink",
               {buffer, buffer, buffer, buffer, buffer, p, llvm::Type::getInt32Ty(c)});
}

llvm::StructType* clock_type(llvm::LLVMContext& c) {
  llvm::Type* p = llvm::PointerType::get(c, 0);
  llvm::Type* i8 = llvm::Type::getInt8Ty(c);
  llvm::Type* i16 = llvm::Type::getInt16Ty(c);
  llvm::Type* i32 = llvm::Type::getInt32Ty(c);
  llvm::Type* i64 = llvm::Type::getInt64Ty(c);
  return named(c, "sla.clock",
               {i32, i32, p,         // phase, cycle, calendar
                i64, i64, i64, i64,  // start, origin, quantity, day_due
                i64, i64, i64, i64,  // paused, …before_due, …before_breach, pause_since
                i64, i64, i64, i64,  // stop, group, start_event, stop_event
                i16, i8, i8, i32});  // tier, end, discharged, zone
}

llvm::StructType* plain_clock_type(llvm::LLVMContext& c) {
  llvm::Type* i32 = llvm::Type::getInt32Ty(c);
  // phase, cycle, start_event
  return named(c, "sla.plain_clock", {i32, i32, llvm::Type::getInt64Ty(c)});
}

llvm::StructType* plain_clause_type(llvm::LLVMContext& c) {
  llvm::Type* i32 = llvm::Type::getInt32Ty(c);
  // clause, kind, amount, calendar, of_owner
  return named(c, "sla.plain_clause", {i32, i32, llvm::Type::getInt64Ty(c), i32, i32});
}

llvm::StructType* periods_type(llvm::LLVMContext& c) {
  llvm::Type* p = llvm::PointerType::get(c, 0);
  return named(c, "sla.periods", {p, p, llvm::Type::getInt64Ty(c)});
}

llvm::StructType* cohort_type(llvm::LLVMContext& c) {
  llvm::Type* i32 = llvm::Type::getInt32Ty(c);
  llvm::Type* i64 = llvm::Type::getInt64Ty(c);
  // first_open, next_end, latest_period, period_before, members, open
  return named(c, "sla.cohort", {i64, i64, i64, i64, i32, i32});
}

llvm::StructType* conversion_type(llvm::LLVMContext& c) {
  llvm::Type* i32 = llvm::Type::getInt32Ty(c);
  // clause, kind, amount, calendar
  return named(c, "sla.conversion", {i32, i32, llvm::Type::getInt64Ty(c), i32});
}

}  // namespace sla::codegen
