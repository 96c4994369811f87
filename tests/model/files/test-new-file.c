/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files are written whole or not at all, and only where a file may be. */
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "model/files/sl-kept-files.h"
#include "model/files/sl-new-file.h"
#include "model/support/sl-error.h"

static char *folder;

static char *
at (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static void
assert_text (const char *name, const char *expected)
{
  g_autofree char *path = at (name), *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, expected);
}

static guint
count_files (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir))
    n++;
  return n;
}

static void
write_text (const char *name, const char *text)
{
  g_autofree char *path = at (name);
  g_autoptr (GError) error = NULL;

  sl_file_write (path, text, strlen (text), SL_FILE_SHARED, &error);
  g_assert_no_error (error);
}

/* The message must name the path as it was given. */
static void
refuse (const char *path, const char *why)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (sl_file_write (path, "x", 1, SL_FILE_SHARED, &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_FILE);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_nonnull (strstr (error->message, why));
  g_assert_null (strstr (error->message, ".part"));
}

static void
test_write (void)
{
  const guint before = count_files ();
  g_autofree char *path = at ("text");
  struct stat status;

  write_text ("text", "first");
  assert_text ("text", "first");
  g_chmod (path, 0640);
  write_text ("text", "");
  assert_text ("text", "");
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0640);
  g_assert_true (sl_file_write (path, "a\0b", 3, SL_FILE_PRIVATE, NULL));
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_size, ==, 3);
  g_assert_cmpuint (count_files (), ==, before + 1);
  g_unlink (path);
}

/* What is begun and not committed leaves the old file. */
static void
test_abandon (void)
{
  const guint before = count_files ();
  g_autofree char *path = at ("kept");
  SlNewFile *file;

  write_text ("kept", "old");
  file = sl_new_file_begin (path, SL_FILE_SHARED, NULL);
  g_assert_nonnull (file);
  g_assert_true (g_file_set_contents (sl_new_file_temporary (file), "new", -1, NULL));
  assert_text ("kept", "old");
  sl_new_file_free (file);
  assert_text ("kept", "old");
  g_assert_cmpuint (count_files (), ==, before + 1);
  g_unlink (path);
}

static void
test_links (void)
{
  g_autofree char *link = at ("link"), *chain = at ("chain"), *dangling = at ("dangling"),
                  *loop = at ("loop");

  write_text ("target", "old");
  g_assert_cmpint (symlink ("target", link), ==, 0);
  g_assert_cmpint (symlink ("link", chain), ==, 0);
  g_assert_cmpint (symlink ("not yet", dangling), ==, 0);
  g_assert_cmpint (symlink ("loop", loop), ==, 0);
  write_text ("chain", "new");
  assert_text ("target", "new");
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_test (chain, G_FILE_TEST_IS_SYMLINK));
  write_text ("dangling", "made");
  assert_text ("not yet", "made");
  g_assert_true (g_file_test (dangling, G_FILE_TEST_IS_SYMLINK));
  refuse (loop, "symbolic links");
}

static void
test_refused (void)
{
  g_autofree char *pipe = at ("pipe"), *no_folder = at ("nowhere/file"), *inside = at ("file/inside");

  g_assert_cmpint (mkfifo (pipe, 0666), ==, 0);
  write_text ("file", "");
  refuse (folder, "found a folder");
  refuse (pipe, "found a pipe");
  refuse ("/dev/null", "found a device");
  refuse ("/dev/full", "found a device");
  refuse (no_folder, "does not exist");
  refuse (inside, "does not exist");
  refuse ("", "found none");
}

/* Inputs are known by more than their names. They stay inputs while an output is computed. */
static void
test_inputs (void)
{
  g_autofree char *path = at ("input"), *hard = at ("input again"), *soft = at ("input soft"),
                  *own = at ("own"), *data = at ("own/data.h5"), *late = at ("late");
  g_autoptr (SlNewFile) file = NULL;
  g_autoptr (GError) error = NULL;

  write_text ("input", "input");
  g_assert_cmpint (link (path, hard), ==, 0);
  g_assert_cmpint (symlink ("input", soft), ==, 0);
  g_assert_cmpint (g_mkdir (own, 0700), ==, 0);
  write_text ("own/data.h5", "data");

  /* Until the program asks for it, nothing is kept. */
  sl_file_keep (path);
  g_assert_true (sl_file_can_write (path, NULL));
  sl_files_guard ();
  sl_file_keep (path);
  sl_files_keep_folder (own);
  refuse (path, "is an input");
  refuse (hard, "is an input");
  refuse (soft, "is an input");
  refuse (data, "Starloom’s data");
  write_text ("own/new", "beside the data");
  assert_text ("input", "input");
  assert_text ("own/data.h5", "data");

  write_text ("late", "old");
  file = sl_new_file_begin (late, SL_FILE_SHARED, NULL);
  sl_file_keep (late);
  g_assert_false (sl_new_file_commit (file, &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_FILE);
  assert_text ("late", "old");
}

/* Files of a program that ended are removed; those of one that runs, and of others, are not. */
static void
test_leftovers (void)
{
  static const char *const names[] = { "out.h5.0123abcd.part", "out.h5.part", "out.h5.0123ABCD.part",
                                       "film.part", ".0123abcd.part", "out.h5.0123abcd.part.gz" };
  g_autofree char *path = at ("running.csv"), *link = at ("link.h5.0123abcd.part");
  g_autoptr (SlNewFile) running = sl_new_file_begin (path, SL_FILE_SHARED, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *file = at (names[i]);

      g_assert_true (g_file_set_contents (file, "x", 1, NULL));
    }
  g_assert_cmpint (symlink ("out.h5.part", link), ==, 0);
  sl_files_clean (folder);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *file = at (names[i]);

      g_assert_true (g_file_test (file, G_FILE_TEST_EXISTS) == (i > 0));
    }
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_test (sl_new_file_temporary (running), G_FILE_TEST_EXISTS));
  g_assert_true (sl_new_file_commit (running, NULL));
}

static void
remove_all (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *inside = g_build_filename (path, name, NULL);

      if (g_file_test (inside, G_FILE_TEST_IS_DIR) && !g_file_test (inside, G_FILE_TEST_IS_SYMLINK))
        remove_all (inside);
      else
        g_unlink (inside);
    }
  g_rmdir (path);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("sl-files-XXXXXX", NULL);
  g_test_add_func ("/new-file/write", test_write);
  g_test_add_func ("/new-file/abandon", test_abandon);
  g_test_add_func ("/new-file/links", test_links);
  g_test_add_func ("/new-file/refused", test_refused);
  g_test_add_func ("/new-file/leftovers", test_leftovers);
  g_test_add_func ("/new-file/inputs", test_inputs);
  status = g_test_run ();
  remove_all (folder);
  g_free (folder);
  return status;
}
