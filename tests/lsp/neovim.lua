-- Diagnostics, hover, completion and formatting through Neovim's own client, as editors/neovim configures it.
local function fail(what)
  io.stderr:write("neovim: " .. what .. "\n")
  vim.cmd("cquit 1")
end

local function wait_for(what, holds)
  if not vim.wait(20000, holds, 20) then fail("waited in vain for " .. what) end
end

local function run()
  require("sla").setup({ cmd = { vim.env.SLA, "lsp" } })
  vim.cmd("doautocmd FileType")
  wait_for("a client", function() return #vim.lsp.get_active_clients() == 1 end)
  wait_for("diagnostics", function() return #vim.diagnostic.get(0) == 1 end)
  local found = vim.diagnostic.get(0)[1]
  if found.lnum ~= 10 or found.col ~= 7 or found.code ~= "SLA1001" then
    fail("the diagnostic is " .. vim.inspect(found))
  end
  if vim.bo.filetype ~= "sla" or vim.bo.commentstring ~= "# %s" then fail("the file type is " .. vim.bo.filetype) end

  vim.api.nvim_buf_set_lines(0, 10, 11, false, { "  of a meeting" })
  wait_for("no diagnostics", function() return #vim.diagnostic.get(0) == 0 end)

  local params = { textDocument = vim.lsp.util.make_text_document_params(), position = { line = 9, character = 12 } }
  local hover = vim.lsp.buf_request_sync(0, "textDocument/hover", params, 10000)
  local value = hover and hover[1] and hover[1].result and hover[1].result.contents.value or ""
  if not value:find("4 business hours from", 1, true) then fail("hover says " .. vim.inspect(hover)) end

  local completion = vim.lsp.buf_request_sync(0, "textDocument/completion",
    { textDocument = params.textDocument, position = { line = 10, character = 7 } }, 10000)
  local labels = {}
  for _, item in ipairs(completion[1].result.items) do labels[item.label] = true end
  if not labels.meeting then fail("completion does not offer meeting") end

  if vim.lsp.buf.format then vim.lsp.buf.format({ timeout_ms = 10000 }) else vim.lsp.buf.formatting_sync(nil, 10000) end
  local line = vim.api.nvim_buf_get_lines(0, 1, 2, false)[1]
  if line ~= "  version    1" then fail("formatted to " .. line) end
  print("neovim: diagnostics, hover, completion, formatting\n")
  vim.cmd("qall!")
end

local ok, problem = pcall(run)
if not ok then fail(problem) end
