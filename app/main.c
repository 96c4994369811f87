/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include <glib/gi18n.h>

#include "app/cluster/sl-mpi.h"
#include "app/commands/sl-commands.h"
#include "app/shell/sl-application.h"
#include "gpu/host/sl-gpu-load.h"

#define EXIT_AFTER_STARTUP "--exit-after-startup"

/* The folder of translations: that of the build folder if the program runs from there, else the installed
 * one. g_free. */
static char *
locale_folder (void)
{
  g_autofree char *exe = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = exe ? g_path_get_dirname (exe) : NULL;
  static const char *const candidates[] = { "../resources/po", "../share/locale" };

  for (guint i = 0; folder && i < G_N_ELEMENTS (candidates); i++)
    {
      g_autofree char *path = g_build_filename (folder, candidates[i], NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        return g_steal_pointer (&path);
    }
  return g_strdup (SL_LOCALEDIR);
}

int
main (int argc, char **argv)
{
  gboolean window, exit_after_startup = FALSE;
  g_autofree char *locale = locale_folder ();
  int n = 0, status;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  sl_mpi_init (&argc, &argv);
  sl_gpu_set_place (sl_mpi_place ());
  status = sl_commands_run (argc, argv, &window);
  sl_mpi_finish ();
  if (!window)
    return status;
  for (int i = 0; i < argc; i++)
    if (i > 0 && strcmp (argv[i], EXIT_AFTER_STARTUP) == 0)
      exit_after_startup = TRUE;
    else
      argv[n++] = argv[i];
  argv[n] = NULL;
  return sl_application_run (n, argv, exit_after_startup);
}
