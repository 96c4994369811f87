/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include <glib/gi18n.h>

#include "app/sl-application.h"
#include "app/sl-commands.h"

#define EXIT_AFTER_STARTUP "--exit-after-startup"

int
main (int argc, char **argv)
{
  gboolean window, exit_after_startup = FALSE;
  int n = 0, status;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, SL_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  status = sl_commands_run (argc, argv, &window);
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
