/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/model/io/io-fixture.h"
#include "tests/model/io/points.h"

#include <string.h>

#include <glib/gstdio.h>

#include "model/support/sl-error.h"

static char *folder;

const char *
io_folder (void)
{
  if (folder == NULL)
    {
      g_autoptr (GError) error = NULL;
      folder = g_dir_make_tmp ("starloom-io-XXXXXX", &error);
      g_assert_no_error (error);
    }
  return folder;
}

static void
each_file (void (*visit) (const char *path, guint *count), guint *count)
{
  g_autoptr (GDir) dir = g_dir_open (io_folder (), 0, NULL);
  g_assert_nonnull (dir);
  for (const char *name; (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *path = io_path (name);
      visit (path, count);
    }
}

static void
remove_one (const char *path, guint *count)
{
  g_remove (path);
}

static void
count_one (const char *path, guint *count)
{
  (*count)++;
}

void
io_remove_folder (void)
{
  if (folder == NULL)
    return;
  each_file (remove_one, NULL);
  g_rmdir (folder);
  g_clear_pointer (&folder, g_free);
}

char *
io_path (const char *basename)
{
  return g_build_filename (io_folder (), basename, NULL);
}

char *
io_shipped (const char *basename)
{
  const char *data = g_getenv ("SL_DATA");
  g_assert_nonnull (data);
  return g_build_filename (data, basename, NULL);
}

guint
io_count_files (void)
{
  guint n = 0;
  each_file (count_one, &n);
  return n;
}

void
io_assert_error (GError **error, int code, const char *names, const char *says)
{
  g_assert_error (*error, SL_ERROR, code);
  g_test_message ("%s", (*error)->message);
  if (strstr ((*error)->message, names) == NULL || !has_text ((*error)->message, says))
    g_error ("expected a message with “%s” and “%s”, found “%s”", names, says, (*error)->message);
  g_clear_error (error);
}
