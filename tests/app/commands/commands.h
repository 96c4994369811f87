/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <string.h>

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "model/io/sl-hdf5.h"
#include "tests/model/io/points.h"

/* Runs the program as a person at a terminal would. SL_PROGRAM: the executable. */

typedef struct {
  int status;
  char *out, *err;
} Run;

static char *folder;

static inline void
run_clear (Run *run)
{
  g_free (run->out);
  g_free (run->err);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static inline char *
at (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

/* @ stands for the test's folder. env: variables NAME=value, or NULL. */
static inline Run
run_words (const char *const *words, const char *const *env)
{
  g_autoptr (GSubprocessLauncher) launcher
    = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  Run run = { 0 };

  for (guint i = 0; env && env[i]; i++)
    {
      g_auto (GStrv) pair = g_strsplit (env[i], "=", 2);

      g_subprocess_launcher_setenv (launcher, pair[0], pair[1], TRUE);
    }
  g_ptr_array_add (argv, g_strdup (g_getenv ("SL_PROGRAM")));
  for (guint i = 0; words[i]; i++)
    {
      g_autoptr (GString) word = g_string_new (words[i]);

      g_string_replace (word, "@", folder, 0);
      if (word->len)
        g_ptr_array_add (argv, g_strdup (word->str));
    }
  g_ptr_array_add (argv, NULL);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &run.out, &run.err, &error);
  g_assert_no_error (error);
  run.status = g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
  return run;
}

/* Arguments are split at blanks. */
static inline Run
run_env (const char *command, const char *const *env)
{
  g_auto (GStrv) words = g_strsplit (command, " ", -1);

  return run_words ((const char *const *) words, env);
}

static inline Run
run (const char *command)
{
  return run_env (command, NULL);
}

static inline void
write_file (const char *name, const char *text)
{
  g_autofree char *path = at (name);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static inline void
assert_has (const char *text, const char *part)
{
  if (!has_text (text, part))
    g_error ("“%s” does not contain “%s”", text, part);
}

/* Asserts that a command exits with this status, prints all of the texts (up to NULL) on standard error,
 * and prints nothing on standard output. */
static inline void
assert_fails (const char *command, int status, ...)
{
  g_auto (Run) r = run (command);
  va_list parts;
  const char *part;

  if (r.status != status)
    g_error ("%s: status %d, expected %d: %s", command, r.status, status, r.err);
  g_assert_cmpstr (r.out, ==, "");
  g_assert_true (g_str_has_prefix (r.err, "starloom: "));
  va_start (parts, status);
  while ((part = va_arg (parts, const char *)))
    assert_has (r.err, part);
  va_end (parts);
}

static inline void
assert_works (const char *command)
{
  g_auto (Run) r = run (command);

  if (r.status != 0 || *r.err)
    g_error ("%s: status %d: %s", command, r.status, r.err);
}

/* The same of a command that succeeds and says something about its input. */
static inline void
assert_tells (const char *command, const char *what)
{
  g_auto (Run) r = run (command);

  if (r.status != 0 || !strstr (r.err, what))
    g_error ("%s: status %d: %s", command, r.status, r.err);
}

static inline double *
read_doubles (const char *name, const char *dataset, guint rank, gsize *dims)
{
  g_autofree char *path = g_path_is_absolute (name) ? g_strdup (name) : at (name);
  g_autoptr (GError) error = NULL;
  g_autoptr (SlH5) file = sl_h5_open (path, &error);
  double *data;

  g_assert_no_error (error);
  data = sl_h5_read_double (file, dataset, rank, dims, &error);
  g_assert_no_error (error);
  return data;
}

static inline char **
read_strings (const char *name, const char *dataset)
{
  g_autofree char *path = g_path_is_absolute (name) ? g_strdup (name) : at (name);
  g_autoptr (GError) error = NULL;
  g_autoptr (SlH5) file = sl_h5_open (path, &error);
  char **strings;

  g_assert_no_error (error);
  strings = sl_h5_read_strings (file, dataset, NULL, &error);
  g_assert_no_error (error);
  return strings;
}

static inline void
assert_absent (const char *name)
{
  g_autofree char *path = at (name);

  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static inline void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

static inline void
make_folder (void)
{
  folder = g_dir_make_tmp ("starloom-test-XXXXXX", NULL);
  g_assert_nonnull (folder);
}
