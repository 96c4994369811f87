/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON that the library writes can be read again. */
#include <json-glib/json-glib.h>

#include "model/io/sl-json-text.h"

static void
check_mended (const char *text, const char *right)
{
  g_autofree char *mended = sl_json_text_mend_numbers (g_strdup (text));

  g_assert_cmpstr (mended, ==, right);
}

static void
test_mend (void)
{
  check_mended ("", "");
  check_mended ("3e-10.0", "3e-10");
  check_mended ("[1e+20.0,-1e5.0,2.5e-3,0.0,10.0,12e-1]", "[1e+20,-1e5,2.5e-3,0.0,10.0,12e-1]");
  check_mended ("{\"1e-5.0\" : \"2e-5.0 \\\" 3e-5.0\", \"b\" : 4e-5.0}",
                "{\"1e-5.0\" : \"2e-5.0 \\\" 3e-5.0\", \"b\" : 4e-5}");
  check_mended ("{\"a\\\\\" : 4e-5.0}", "{\"a\\\\\" : 4e-5}");
}

/* Numbers of all sizes, most of all those that need no point, come back to the last bit. */
static void
test_numbers (void)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  JsonArray *array;
  double values[620];
  guint n = 0;

  for (int i = -307; i <= 308; i++)
    {
      g_autofree char *number = g_strdup_printf ("%s%de%d", i % 3 ? "" : "-", 1 + (i & 7), MIN (i, 307));

      values[n++] = g_ascii_strtod (number, NULL);
    }
  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++)
    json_builder_add_double_value (builder, values[i]);
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  text = sl_json_text_mend_numbers (json_generator_to_data (generator, NULL));
  json_parser_load_from_data (parser, text, -1, &error);
  g_assert_no_error (error);
  array = json_node_get_array (json_parser_get_root (parser));
  g_assert_cmpuint (json_array_get_length (array), ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpfloat (json_array_get_double_element (array, i), ==, values[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-text/mend", test_mend);
  g_test_add_func ("/json-text/numbers", test_numbers);
  return g_test_run ();
}
