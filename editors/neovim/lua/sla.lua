-- The language server for agreements: require("sla").setup(). Works with Neovim's own client from 0.7 on.
--   cmd       how the server is started; { "sla", "lsp" } when left out
--   on_attach called with (client, buffer), as for every server
--   hints_from, such as "2026-03-06 16:30": from when effective deadlines are shown
local M = {}

local function root_of(file)
  local found = vim.fs and vim.fs.find({ "sla.toml", ".git" }, { upward = true, path = vim.fn.fnamemodify(file, ":h") })
  return found and found[1] and vim.fn.fnamemodify(found[1], ":h") or vim.fn.fnamemodify(file, ":p:h")
end

local function start(config, buffer)
  local root = root_of(vim.api.nvim_buf_get_name(buffer))
  local options = {
    name = "sla",
    cmd = config.cmd or { "sla", "lsp" },
    root_dir = root,
    init_options = { hintsFrom = config.hints_from },
    on_attach = config.on_attach,
    capabilities = config.capabilities or vim.lsp.protocol.make_client_capabilities(),
  }
  if vim.lsp.start then
    vim.lsp.start(options, { bufnr = buffer })
    return
  end
  M.clients = M.clients or {}
  M.clients[root] = M.clients[root] or vim.lsp.start_client(options)
  vim.lsp.buf_attach_client(buffer, M.clients[root])
end

function M.setup(config)
  config = config or {}
  vim.api.nvim_create_autocmd("FileType", {
    pattern = "sla",
    callback = function(event) start(config, event.buf) end,
  })
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_loaded(buffer) and vim.bo[buffer].filetype == "sla" then start(config, buffer) end
  end
end

return M
