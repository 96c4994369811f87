/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is shipped is what its checksums say, is found without help, and a
 * spoilt copy is noticed. */
#include <locale.h>
#include <string.h>

#include <glib/gstdio.h>

#include "model/io/sl-data.h"
#include "model/support/sl-error.h"
#include "tests/model/io/io-fixture.h"

/* SHA-256 of "abc" (FIPS 180-2, appendix B.1). */
#define ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

static void
test_shipped (void)
{
  g_autofree char *list = io_shipped ("SHA256SUMS"), *folder = g_path_get_dirname (list);
  g_autoptr (GError) error = NULL;
  gboolean all_ok = FALSE;
  g_autoptr (GPtrArray) files = sl_data_verify (folder, &all_ok, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < files->len; i++)
    {
      const SlDataFile *file = files->pdata[i];
      g_test_message ("%s %s", file->name, file->ok ? "good" : file->problem);
    }
  g_assert_cmpuint (files->len, ==, 8);
  g_assert_true (all_ok);

  /* Every file of the folder is listed, and nothing else. */
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  for (const char *name; (name = g_dir_read_name (dir)) != NULL;)
    {
      gboolean listed = strcmp (name, "SHA256SUMS") == 0 || strcmp (name, "meson.build") == 0;
      for (guint i = 0; i < files->len; i++)
        listed |= strcmp (name, ((SlDataFile *) files->pdata[i])->name) == 0;
      if (!listed)
        g_error ("%s is not in SHA256SUMS", name);
    }
}

static void
test_found_without_help (void)
{
  g_unsetenv ("STARLOOM_DATA");
  g_autofree char *found = sl_data_path ("ssp_tiny.h5"), *source = io_shipped ("ssp_tiny.h5");
  g_assert_true (g_file_test (found, G_FILE_TEST_IS_REGULAR));
  g_assert_cmpstr (found, ==, source);
  gboolean all_ok = FALSE;
  g_autoptr (GPtrArray) files = sl_data_verify (NULL, &all_ok, NULL);
  g_assert_nonnull (files);
  g_assert_true (all_ok);
  g_autofree char *missing = sl_data_path ("no-such-file.h5");
  g_assert_true (g_path_is_absolute (missing));
  g_assert_true (g_str_has_suffix (missing, "starloom/data/no-such-file.h5"));
}

static void
test_override (void)
{
  g_autofree char *own = io_path ("ssp_tiny.h5"), *source = io_shipped ("filters.h5");
  g_assert_true (g_file_set_contents (own, "abc", 3, NULL));
  g_setenv ("STARLOOM_DATA", io_folder (), TRUE);
  g_autofree char *found = sl_data_path ("ssp_tiny.h5"), *other = sl_data_path ("filters.h5");
  g_assert_cmpstr (found, ==, own);
  g_assert_cmpstr (other, ==, source);
  g_setenv ("STARLOOM_DATA", "", TRUE);
  g_autofree char *empty = sl_data_path ("filters.h5");
  g_assert_cmpstr (empty, ==, source);
  g_unsetenv ("STARLOOM_DATA");
}

static void
write_list (const char *text)
{
  g_autofree char *list = io_path ("SHA256SUMS"), *abc = io_path ("abc");
  g_assert_true (g_file_set_contents (list, text, -1, NULL));
  g_assert_true (g_file_set_contents (abc, "abc", 3, NULL));
}

static void
test_spoilt (void)
{
  g_autoptr (GError) error = NULL;
  gboolean all_ok = FALSE;
  write_list (ABC "  abc\n");
  g_autoptr (GPtrArray) good = sl_data_verify (io_folder (), &all_ok, &error);
  g_assert_no_error (error);
  g_assert_true (all_ok);
  const SlDataFile *abc = good->pdata[0];
  g_assert_true (abc->ok);
  g_assert_null (abc->problem);
  g_assert_cmpstr (abc->found, ==, ABC);

  write_list (ABC "  abc\n" ABC " *gone\n" ABC "  changed\n");
  g_autofree char *changed = io_path ("changed");
  g_assert_true (g_file_set_contents (changed, "abd", 3, NULL));
  g_autoptr (GPtrArray) files = sl_data_verify (io_folder (), &all_ok, &error);
  g_assert_no_error (error);
  g_assert_false (all_ok);
  g_assert_cmpuint (files->len, ==, 3);
  const SlDataFile *gone = files->pdata[1], *other = files->pdata[2];
  g_assert_cmpstr (gone->name, ==, "gone");
  g_assert_false (gone->ok);
  g_assert_null (gone->found);
  g_assert_nonnull (strstr (gone->problem, "cannot be opened"));
  g_assert_false (other->ok);
  g_assert_nonnull (strstr (other->problem, other->found));
  g_assert_nonnull (strstr (other->problem, ABC));
  g_assert_true (((SlDataFile *) files->pdata[0])->ok);
}

static void
test_bad_list (void)
{
  const char *const texts[] = {
    "", "\n\n", "abc\n", ABC "\n", ABC "  \n", ABC "  ../escape\n", "<html>404</html>", "ABC  abc\n"
  };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      write_list (texts[i]);
      g_assert_null (sl_data_verify (io_folder (), NULL, &error));
      io_assert_error (&error, SL_ERROR_DATA, "SHA256SUMS", "expected");
    }
  g_autoptr (GError) error = NULL;
  g_assert_null (sl_data_verify ("/no/such/folder", NULL, &error));
  io_assert_error (&error, SL_ERROR_FILE, "/no/such/folder/SHA256SUMS", "expected the list of checksums");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/shipped", test_shipped);
  g_test_add_func ("/data/found-without-help", test_found_without_help);
  g_test_add_func ("/data/override", test_override);
  g_test_add_func ("/data/spoilt", test_spoilt);
  g_test_add_func ("/data/bad-list", test_bad_list);
  int result = g_test_run ();
  io_remove_folder ();
  return result;
}
