/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include <gio/gio.h>

#define LOCALE "de_DE.UTF-8"

/* Output of the program with these arguments in a German locale; NULL if this system has none. */
static char *
say (const char *const *arguments, GSubprocessFlags flags, gboolean *good)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (flags);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  char *out = NULL, *err = NULL;

  if (!setlocale (LC_ALL, LOCALE))
    {
      g_test_skip ("no locale " LOCALE);
      return NULL;
    }
  setlocale (LC_ALL, "C");
  g_ptr_array_add (argv, (gpointer) g_getenv ("SL_PROGRAM"));
  for (guint i = 0; arguments[i]; i++)
    g_ptr_array_add (argv, (gpointer) arguments[i]);
  g_ptr_array_add (argv, NULL);
  g_subprocess_launcher_setenv (launcher, "LC_ALL", LOCALE, TRUE);
  g_subprocess_launcher_setenv (launcher, "LANGUAGE", "de", TRUE);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &out, &err, &error);
  g_assert_no_error (error);
  *good = g_subprocess_get_if_exited (process) && g_subprocess_get_exit_status (process) == 0;
  if (out)
    {
      g_free (err);
      return out;
    }
  return err;
}

static void
test_help (void)
{
  gboolean good;
  g_autofree char *text = say ((const char *[]){ "--help", NULL }, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &good);

  if (!text)
    return;
  g_assert_true (good);
  g_assert_nonnull (strstr (text, "Befehle:"));
  g_assert_null (strstr (text, "Commands:"));
}

/* Texts of the model are translated; numbers are written as in files. */
static void
test_model (void)
{
  gboolean good;
  g_autofree char *text =
      say ((const char *[]) { "render", "--list", NULL }, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &good);

  if (!text)
    return;
  g_assert_true (good);
  g_assert_nonnull (strstr (text, "Rotverschiebung"));
  g_assert_nonnull (strstr (text, "0.3075"));
  /* So are those of options; values in files are not translated. */
  g_assert_nonnull (strstr (text, "Infrarote Staubemission"));
  g_assert_nonnull (strstr (text, "no, yes"));
  g_assert_null (strstr (text, "0,3075"));
}

static void
test_message (void)
{
  gboolean good;
  g_autofree char *text =
      say ((const char *[]) { "render", "--plot", "sed", "--out", "x.pdf", "--set", "lg_qt=viel", NULL },
           G_SUBPROCESS_FLAGS_STDERR_PIPE, &good);

  if (!text)
    return;
  g_assert_false (good);
  g_assert_nonnull (strstr (text, "erwartet wird eine Zahl wie 0.5, gefunden wurde „viel“"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/language/help", test_help);
  g_test_add_func ("/language/model", test_model);
  g_test_add_func ("/language/message", test_message);
  return g_test_run ();
}
