/** Names of tools that clients bring along, or that so many servers have that people and models trust them on sight. */
export const wellKnownTools: ReadonlySet<string> = new Set([
  // Clients.
  "str_replace_editor", "str_replace_based_edit_tool", "run_in_terminal", "run_terminal_cmd", "execute_command", "run_command", "apply_patch", "codebase_search", "file_search", "grep_search", "semantic_search", "fetch_webpage", "insert_edit_into_file", "replace_string_in_file", "create_file", "delete_file", "write_to_file", "replace_in_file", "attempt_completion", "ask_followup_question", "web_search", "web_fetch", "code_interpreter", "computer_use",
  // The reference servers.
  "read_file", "read_text_file", "read_media_file", "read_multiple_files", "write_file", "edit_file", "create_directory", "list_directory", "directory_tree", "move_file", "search_files", "get_file_info", "list_allowed_directories", "sequentialthinking", "create_entities", "create_relations", "add_observations", "search_nodes", "read_graph", "open_nodes", "get_current_time", "convert_time", "git_status", "git_commit", "git_checkout", "git_diff_unstaged", "git_diff_staged",
  // Servers that many have.
  "create_issue", "create_pull_request", "merge_pull_request", "get_file_contents", "create_or_update_file", "push_files", "search_repositories", "search_code", "search_issues", "list_commits", "browser_navigate", "browser_snapshot", "browser_click", "browser_type", "slack_post_message", "slack_list_channels", "send_message", "send_email", "list_tables", "describe_table", "execute_sql", "resolve-library-id", "get-library-docs", "query-docs",
]);
