/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Data files of options that are missing or damaged: commands that do not need them work, commands that need
 * them name the file and the fix, and check reports it. */
#include "tests/app/commands/commands.h"

static const struct {
  const char *file;
  const char *needs;       /* arguments that require the file */
  const char *way_out;     /* the alternative that the message offers */
} option_table[] = {
  { "dust_emission_dl07.h5", "--observables rest:LSST/g --set dust_emission=yes", "dust_emission)" },
  { "igm_inoue2014.h5", "--observables obs:LSST/g --set igm=yes", "igm)" },
  { "solar_magnitudes.csv", "--observables ml:LSST/r", "leave mass-to-light ratios out" },
};
#define PLAIN "--observables rest:LSST/g,lgldust"

/* Ways to damage a file. A folder in its place counts as missing: if nothing were there, the program would
 * find another copy. */
enum { FOLDER, EMPTY, HALF, NONSENSE, ANOTHER, N_DAMAGES };

static void
spoil (const char *path, const char *original, int damage)
{
  static const char nonsense[] = "\x89HDF\r\n\x1a\n\0\xff\xfe,nonsense\0\1\2\3,4.8\n";
  g_autofree char *text = NULL, *other = g_build_filename (g_getenv ("SL_DATA"), "filters.h5", NULL);
  gsize n = 0;

  g_assert_true (g_file_get_contents (damage == ANOTHER ? other : original, &text, &n, NULL));
  if (damage == FOLDER)
    g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  else if (damage == NONSENSE)
    g_assert_true (g_file_set_contents (path, nonsense, sizeof nonsense - 1, NULL));
  else
    g_assert_true (g_file_set_contents (path, text, damage == EMPTY ? 0 : damage == HALF ? n / 2 : n, NULL));
}

static void
assert_says (const char *command, const char *const *env, const char *file, const char *way_out)
{
  g_auto (Run) r = run_env (command, env);

  if (r.status != 1)
    g_error ("%s: status %d: %s", command, r.status, r.err);
  assert_has (r.err, file);
  assert_has (r.err, "Install the program's data again");
  assert_has (r.err, way_out);
}

static void
test_option (gconstpointer data)
{
  const guint row = GPOINTER_TO_UINT (data);
  const char *file = option_table[row].file;
  g_autofree char *own = at ("data"), *path = g_build_filename (own, file, NULL);
  g_autofree char *original = g_build_filename (g_getenv ("SL_DATA"), file, NULL);
  g_autofree char *variable = g_strdup_printf ("STARLOOM_DATA=%s", own), *tiny = NULL, *eval = NULL,
                  *hessian = NULL;
  g_autofree char *plain = NULL;
  const char *const env[] = { variable, NULL };

  write_file ("point.csv", "redshift\n3\n");
  tiny = g_build_filename (g_getenv ("SL_DATA"), "ssp_tiny.h5", NULL);
  plain = g_strdup_printf ("eval --points @/point.csv --out @/plain.h5 --grid %s " PLAIN, tiny);
  eval =
      g_strdup_printf ("eval --points @/point.csv --out @/x.h5 --grid %s %s", tiny, option_table[row].needs);
  hessian = g_strdup_printf ("hessian --params redshift --grid %s --set redshift=3 %s", tiny,
                             option_table[row].needs);
  assert_works (eval);
  for (int damage = 0; damage < N_DAMAGES; damage++)
    {
      g_mkdir (own, 0700);
      spoil (path, original, damage);
      {
        g_auto (Run) r = run_env (plain, env);

        if (r.status != 0 || *r.err)
          g_error ("damage %d: status %d: %s", damage, r.status, r.err);
      }
      assert_says (eval, env, file, option_table[row].way_out);
      assert_says (hessian, env, file, option_table[row].way_out);
      if (damage == FOLDER || damage == HALF)
        {
          g_autofree char *fault = g_strdup_printf ("FAULT  data: %s: ", path);
          g_auto (Run) r = run_env ("check", env);

          g_assert_cmpint (r.status, ==, 1);
          assert_has (r.out, fault);
          assert_has (r.out, "Install the program's data again");
          assert_has (r.out, "1 fault\n");
        }
      remove_tree (own);
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  make_folder ();
  for (guint i = 0; i < G_N_ELEMENTS (option_table); i++)
    {
      g_autofree char *path = g_strdup_printf ("/commands/data/%s", option_table[i].file);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_option);
    }
  status = g_test_run ();
  remove_tree (folder);
  return status;
}
