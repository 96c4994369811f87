/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>

#include "tests/ui/widgets.h"

/* Begins a test of windows in a folder of its own, which is returned (g_free): the user's session,
 * preferences and recent files are not touched. *app is registered. Comes before GLib reads the environment.
 */
static inline char *
window_test_begin (int *argc, char ***argv, GtkApplication **app)
{
  char *folder = g_dir_make_tmp ("starloom-test-XXXXXX", NULL);

  g_setenv ("XDG_STATE_HOME", folder, TRUE);
  g_setenv ("XDG_CONFIG_HOME", folder, TRUE);
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  g_setenv ("STARLOOM_DATA", g_getenv ("SL_DATA"), TRUE);
  g_test_init (argc, argv, NULL);
  *app = GTK_APPLICATION (adw_application_new ("org.starloom.Starloom", G_APPLICATION_NON_UNIQUE));
  g_assert_true (g_application_register (G_APPLICATION (*app), NULL, NULL));
  return folder;
}

/* Clicks a button of a question. */
static inline void
window_test_answer (GtkWidget *question, const char *label)
{
  GtkWidget *button = seek (question, GTK_TYPE_BUTTON, label);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}
