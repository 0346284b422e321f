#include "compiler/codegen/frame.h"

#include "compiler/codegen/layout.h"

namespace sla::codegen {

Frame::Frame(const plan::Plan& plan, llvm::Module& module, const char* name,
             llvm::ArrayRef<llvm::Type*> arguments, llvm::Type* result)
    : plan_(plan), module_(module), builder_(module.getContext()) {
  if (result == nullptr) result = llvm::Type::getVoidTy(module.getContext());
  auto* type = llvm::FunctionType::get(result, arguments, false);
  function_ = llvm::Function::Create(type, llvm::Function::InternalLinkage, name, module);
  function_->addFnAttr(llvm::Attribute::NoUnwind);
  recorded = plan::recorded_fields(plan);
  is_plain = plain_clocks(plan);
  builder_.SetInsertPoint(block("entry"));
}

BasicBlock* Frame::block(const llvm::Twine& name) {
  return BasicBlock::Create(context(), name, function_);
}

Value* Frame::call(const char* helper, llvm::ArrayRef<Value*> arguments) {
  llvm::Function* callee = module_.getFunction(helper);
  // generate() has checked that every helper is in the bitcode.
  return builder_.CreateCall(callee, arguments);
}

Value* Frame::element(llvm::Type* type, Value* array, Value* index, const llvm::Twine& name) {
  return builder_.CreateLoad(type, builder_.CreateInBoundsGEP(type, array, index), name);
}

void Frame::leave_if(Value* condition, BasicBlock* target) {
  BasicBlock* next = block("next");
  builder_.CreateCondBr(condition, target, next);
  builder_.SetInsertPoint(next);
}

Value* Frame::in_states(Value* state_value, std::uint64_t set) {
  Value* bit = builder_.CreateShl(builder_.getInt64(1), state_value);
  return builder_.CreateICmpNE(builder_.CreateAnd(bit, builder_.getInt64(set)),
                               builder_.getInt64(0));
}

void Frame::check_fault() {
  Value* faulted =
      builder_.CreateICmpNE(builder_.CreateLoad(builder_.getInt8Ty(), fault), builder_.getInt8(0));
  leave_if(faulted, fault_exit);
}

void Frame::mark_fault(Value* condition, int kind) {
  Value* now = builder_.CreateLoad(builder_.getInt8Ty(), fault);
  Value* first = builder_.CreateAnd(condition, builder_.CreateICmpEQ(now, builder_.getInt8(0)));
  Value* marked =
      builder_.CreateSelect(first, builder_.getInt8(static_cast<std::uint8_t>(kind + 1)), now);
  builder_.CreateStore(marked, fault);
}

}  // namespace sla::codegen
