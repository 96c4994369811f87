/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/commands/sl-commands.h"

#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "app/cluster/sl-mpi.h"
#include "app/session/sl-session.h"
#include "model/support/sl-error.h"

static const SlCommand command_table[] = {
  { "eval", N_ ("Compute observables, derivatives and spectra of many galaxies"),
    N_ ("--points IN --out OUT.h5"),
    N_ ("IN is an HDF5 file with /parameter_names (P), /points (N, P) and options as attributes of /points "
        "or as\n"
        "datasets of N names (sfh_model, dust_law, metals …); or a CSV file with a header row of names of "
        "parameters\n"
        "and options. What is not named takes its default; --set goes for all points. starloom render --list "
        "names both.\n"
        "OUT.h5 holds /observable_names, /values (N, observables) and, where asked for,\n"
        "/jacobian (N, observables, parameters), /wave, /sed and /sed_intrinsic (N, wavelengths).\n"
        "An observable that does not exist at a point is NaN there.\n"
        "starloom eval --list names observables and filters."),
    sl_cmd_eval },
  { "render", N_ ("Draw a figure of a galaxy to a PDF, SVG or PNG file, or write its curves"),
    N_ ("--plot KIND --out FILE"),
    N_ ("The format follows from the ending of FILE; .csv, .tsv and .txt are for numbers.\n"
        "starloom render --list names galaxies, plots and parameters."),
    sl_cmd_render },
  { "hessian", N_ ("Compute first and second derivatives of observables of a galaxy"),
    N_ ("--observables LIST --params LIST"),
    N_ ("Each row of the matrix holds the derivatives, by one parameter, of the slopes by the others: exact, "
        "in doubles.\n"
        "starloom render --list names presets, parameters and options, starloom eval --list observables."),
    sl_cmd_hessian },
  { "fisher", N_ ("Forecast how well observables fix the parameters of a galaxy"),
    N_ ("--observables LIST --sigma S --params LIST"),
    N_ ("The Fisher matrix of independent Gaussian errors of the observables, its eigenvectors (combinations "
        "of parameters,\n"
        "the best known first; parameters that share a late one trade places) and the errors of the "
        "parameters.\n"
        "starloom render --list names presets, parameters and options, starloom eval --list observables."),
    sl_cmd_fisher },
  { "population", N_ ("Draw many galaxies: magnitudes, a cut in colour, a histogram and its derivatives"),
    NULL,
    N_ ("Histories of the form diffstar, metals, gas, bursts and dust drawn from distributions, or taken "
        "from a catalogue;\n"
        "magnitudes in the bands; how many of the galaxies that the cut leaves fall into each bin of the "
        "histogram, and with\n"
        "--gradient the exact derivative of every bin by every parameter of the population. Memory does not "
        "grow with N,\n"
        "except for --galaxies. A description (--write) is JSON and can be edited; a catalogue is read as "
        "eval reads points.\n"
        "The same seed draws the same galaxies on every machine, with any number of threads."),
    sl_cmd_population },
  { "check", N_ ("Test data, numbers, graphics and devices, each fault with its fix"), NULL,
    N_ ("A line begins with ok, note or FAULT. The exit status is 0 where there is no FAULT."),
    sl_cmd_check },
#ifdef SL_BENCH
  { "bench", N_ ("Measure speed and memory on this machine"), N_ ("WHAT"), NULL, sl_cmd_bench },
#endif
};

/* Options that the window takes. */
static const char *const window_options[] = { "--exit-after-startup", "--gapplication-service", "--display" };

static void
print_exit_codes (void)
{
  g_print ("%s\n%s\n%s\n%s\n%s\n", _ ("Exit status:"), _ ("  0    all went well"),
           _ ("  1    a file, a value or the machine is at fault; the message says which"),
           _ ("  2    the command line is at fault: unknown command or option, or one missing"),
           _ ("  130  interrupted; no file was left half written"));
}

static void
print_help (void)
{
  g_print ("%s\n  starloom [FILE" SL_SESSION_ENDING "]\n  starloom %s\n\n%s\n", _ ("Usage:"),
           _ ("COMMAND [OPTION…]"),
           _ ("The light of galaxies and its derivatives. Without a command the window opens.\n\nCommands:"));
  for (guint i = 0; i < G_N_ELEMENTS (command_table); i++)
    g_print ("  %-10s %s\n", command_table[i].name, _ (command_table[i].summary));
  g_print ("\n%s\n", _ ("Options:\n"
                        "  -h, --help               Show this help; after a command, the command's\n"
                        "  --version                Show the version\n"
                        "  --exit-after-startup     Open the window, draw once, close\n"));
  print_exit_codes ();
}

SlExit
sl_command_fail (SlExit status, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  /* All ranks fail together, and say the same. */
  if (sl_mpi_rank () == 0)
    g_printerr ("starloom: %s\n", message);
  return status;
}

SlExit
sl_command_fail_error (SlExit status, GError *error)
{
  sl_command_fail (status, "%s", error->message);
  g_error_free (error);
  return status;
}

static char *
join_commands (void)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (command_table); i++)
    g_string_append_printf (text, "%s%s", i ? ", " : "", command_table[i].name);
  return g_string_free (text, FALSE);
}

static char *
join_options (const GOptionEntry *entries)
{
  GString *text = g_string_new (NULL);

  for (; entries->long_name; entries++)
    g_string_append_printf (text, "--%s, ", entries->long_name);
  g_string_append (text, "--help");
  return g_string_free (text, FALSE);
}

/* A file for the window, there or not; desktops give addresses. */
static gboolean
is_document (const char *argument)
{
  return argument[0] != '-'
         && (g_str_has_suffix (argument, SL_SESSION_ENDING) || g_str_has_prefix (argument, "file://"));
}

SlExit
sl_commands_run (int argc, char **argv, gboolean *window)
{
  g_autofree char *known = NULL;
  const char *first = argc > 1 ? argv[1] : NULL;

  *window = FALSE;
  if (!first)
    {
      *window = TRUE;
      return SL_EXIT_OK;
    }
  if (strcmp (first, "--version") == 0)
    {
      g_print ("starloom %s\n", SL_VERSION);
      return SL_EXIT_OK;
    }
  if (strcmp (first, "--help") == 0 || strcmp (first, "-h") == 0 || strcmp (first, "help") == 0)
    {
      print_help ();
      return SL_EXIT_OK;
    }
  for (guint i = 0; i < G_N_ELEMENTS (command_table); i++)
    if (strcmp (first, command_table[i].name) == 0)
      return command_table[i].run (&(SlCommandLine) { &command_table[i], argv + 2 });
  if (is_document (first))
    {
      if (argc > 2 && strcmp (argv[2], "--exit-after-startup") != 0)
        return sl_command_fail (SL_EXIT_USAGE, _ ("unexpected “%s” after %s"), argv[2], first);
      *window = TRUE;
      return SL_EXIT_OK;
    }
  for (guint i = 0; i < G_N_ELEMENTS (window_options); i++)
    if (g_str_has_prefix (first, window_options[i]))
      {
        for (int k = 2; k < argc; k++)
          if (argv[k][0] != '-' && !is_document (argv[k]))
            return sl_command_fail (SL_EXIT_USAGE, _ ("unexpected “%s” after %s"), argv[k], first);
        *window = TRUE;
        return SL_EXIT_OK;
      }
  if (first[0] == '-')
    return sl_command_fail (SL_EXIT_USAGE,
                            _ ("unknown option %s. There are --help, --version and --exit-after-startup"),
                            first);
  known = join_commands ();
  return sl_command_fail (SL_EXIT_USAGE, _ ("unknown command “%s”. There are %s; see starloom --help"), first,
                          known);
}

gboolean
sl_command_parse (const SlCommandLine *line, const GOptionEntry *entries, SlExit *status)
{
  gboolean help = FALSE;
  const GOptionEntry help_entry[] = {
    { "help", 'h', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &help, N_ ("Show this help"), NULL },
    { NULL },
  };
  const char *usage = line->command->arguments ? _ (line->command->arguments) : NULL;
  g_autoptr (GOptionContext) context = g_option_context_new (usage);
  g_autoptr (GError) error = NULL;
  g_autofree char *known = NULL;
  g_autoptr (GPtrArray) args = g_ptr_array_new ();
  g_auto (GStrv) copy = NULL;

  /* g_option_context_parse takes the program's name first */
  g_ptr_array_add (args, (gpointer) "starloom");
  for (guint i = 0; line->arguments[i]; i++)
    g_ptr_array_add (args, line->arguments[i]);
  g_ptr_array_add (args, NULL);
  copy = g_strdupv ((char **) args->pdata);

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, help_entry, GETTEXT_PACKAGE);
  if (!g_option_context_parse_strv (context, &copy, &error))
    {
      known = join_options (entries);
      *status = sl_command_fail (SL_EXIT_USAGE, _ ("%s: %s. Options of this command: %s"),
                                 line->command->name, error->message, known);
      return FALSE;
    }
  if (help)
    {
      g_autofree char *name = g_strdup_printf ("starloom %s", line->command->name);
      g_autofree char *text = NULL;

      g_set_prgname (name);
      g_option_context_set_summary (context, _ (line->command->summary));
      g_option_context_set_description (context, _ (line->command->help));
      text = g_option_context_get_help (context, TRUE, NULL);
      g_print ("%s\n", text);
      print_exit_codes ();
      *status = SL_EXIT_OK;
      return FALSE;
    }
  if (copy && copy[0] && copy[1])
    {
      known = join_options (entries);
      *status =
          sl_command_fail (SL_EXIT_USAGE, _ ("%s: unexpected argument “%s”. Options of this command: %s"),
                           line->command->name, copy[1], known);
      return FALSE;
    }
  return TRUE;
}

gboolean
sl_command_can_write (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    g_set_error (error, SL_ERROR, SL_ERROR_FILE, _ ("%s is a folder; give the name of a file"), path);
  else if (access (folder, W_OK) != 0)
    g_set_error (error, SL_ERROR, SL_ERROR_FILE, _ ("%s: there is no folder %s that can be written to"), path,
                 folder);
  else
    return TRUE;
  return FALSE;
}
