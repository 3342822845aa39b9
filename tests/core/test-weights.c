/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "error.h"
#include "model.h"
#include "sample.h"
#include "weights.h"

/* A two-layer network with one hidden unit: 3072 + 1 + 10 + 10 numbers. */
#define N_PARAMETERS 3093
#define N_BYTES (N_PARAMETERS * 4)

#define HIDDEN_WEIGHT \
  "\"hidden.weight\":{\"dtype\":\"F32\",\"shape\":[1,3072],\"data_offsets\":[0,12288]}"
#define HIDDEN_BIAS \
  "\"hidden.bias\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[12288,12292]}"
#define OUTPUT_WEIGHT \
  "\"output.weight\":{\"dtype\":\"F32\",\"shape\":[10,1],\"data_offsets\":[12292,12332]}"
#define OUTPUT_BIAS \
  "\"output.bias\":{\"dtype\":\"F32\",\"shape\":[10],\"data_offsets\":[12332,12372]}"
#define ALL_TENSORS HIDDEN_WEIGHT "," HIDDEN_BIAS "," OUTPUT_WEIGHT "," OUTPUT_BIAS
#define HEADER "{" ALL_TENSORS "}"

typedef struct
{
  char      *folder;
  char      *path;
  GFile     *file;
  OvNetwork *network;
} Fixture;

static OvNetwork *
make_network (const char *preset, guint hidden_units)
{
  g_autoptr (GError) error = NULL;
  OvRecipe recipe;
  OvNetwork *network;

  g_assert_true (ov_recipe_init_preset (&recipe, preset, &error));
  recipe.hidden_units = hidden_units;
  network = ov_model_build_network (&recipe);
  ov_network_init_weights (network, recipe.seed, recipe.weight_std);

  return network;
}

static void
fixture_set_up (Fixture *f, gconstpointer data)
{
  f->folder = g_dir_make_tmp ("overshoot-test-XXXXXX", NULL);
  f->path = g_build_filename (f->folder, "weights.safetensors", NULL);
  f->file = g_file_new_for_path (f->path);
  f->network = make_network ("two-layer-sgd", 1);
}

static void
fixture_tear_down (Fixture *f, gconstpointer data)
{
  g_remove (f->path);
  g_assert_cmpint (g_rmdir (f->folder), ==, 0);
  g_free (f->folder);
  g_free (f->path);
  g_object_unref (f->file);
  ov_network_free (f->network);
}

/* Writes a file by hand: the header's length as it is told, the header, and zeros. */
static void
write_file (Fixture *f, guint64 length, const char *header, gsize n_bytes)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree guint8 *zeros = g_malloc0 (n_bytes + 1);
  g_autoptr (GError) error = NULL;

  length = GUINT64_TO_LE (length);
  g_byte_array_append (bytes, (const guint8 *) &length, sizeof length);
  g_byte_array_append (bytes, (const guint8 *) header, (guint) strlen (header));
  g_byte_array_append (bytes, zeros, (guint) n_bytes);
  g_file_set_contents (f->path, (const char *) bytes->data, (gssize) bytes->len, &error);
  g_assert_no_error (error);
}

/* The file is refused with a sentence, and the network stays as it was. */
static void
assert_refused (Fixture *f, const char *reason)
{
  const gsize size = f->network->n_parameters * sizeof (float);
  g_autofree float *before = g_memdup2 (f->network->parameters, size);
  g_autoptr (GError) error = NULL;

  g_assert_false (ov_weights_load (f->network, f->file, &error));
  g_assert_error (error, OV_ERROR, OV_ERROR_FILE);
  if (strstr (error->message, reason) == NULL)
    g_error ("“%s” does not say “%s”", error->message, reason);
  g_assert_nonnull (strstr (error->message, "weights.safetensors"));
  g_assert_cmpmem (before, size, f->network->parameters, size);
}

static void
test_round_trip (Fixture *f, gconstpointer data)
{
  static const char *const presets[] = {"linear", "two-layer-gd", "cnn"};

  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    {
      g_autoptr (OvNetwork) network = make_network (presets[i], 7);
      const gsize size = network->n_parameters * sizeof (float);
      g_autofree float *saved = g_memdup2 (network->parameters, size);
      g_autoptr (GError) error = NULL;

      g_assert_true (ov_weights_save (network, NULL, f->file, &error));
      g_assert_no_error (error);
      memset (network->parameters, 0, size);
      g_assert_true (ov_weights_load (network, f->file, &error));
      g_assert_no_error (error);
      g_assert_cmpmem (saved, size, network->parameters, size);
    }
}

/* With what whoever uses the file needs to know, which the program itself passes over. */
static void
test_notes (Fixture *f, gconstpointer data)
{
  const gsize size = f->network->n_parameters * sizeof (float);
  g_autofree float *saved = g_memdup2 (f->network->parameters, size);
  g_autoptr (OvDataset) sample = ov_sample_new ();
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;
  g_autofree char *header = NULL;
  OvRecipe recipe;
  OvRecipe recorded;
  OvWeightsNotes notes = {&recipe, sample, 12};
  JsonObject *metadata;
  guint64 length;
  gsize n_bytes;

  g_assert_true (ov_recipe_init_preset (&recipe, "two-layer-sgd", &error));
  recipe.hidden_units = 1;
  recipe.learning_rate = 3e-4;
  g_assert_true (ov_weights_save (f->network, &notes, f->file, &error));
  g_assert_no_error (error);
  memset (f->network->parameters, 0, size);
  g_assert_true (ov_weights_load (f->network, f->file, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (saved, size, f->network->parameters, size);

  g_assert_true (g_file_get_contents (f->path, &contents, &n_bytes, &error));
  memcpy (&length, contents, sizeof length);
  length = GUINT64_FROM_LE (length);
  g_assert_cmpuint (n_bytes, ==, sizeof length + length + size + OV_IMAGE_SIZE * sizeof (float));
  header = g_strndup (contents + sizeof length, length);
  node = json_from_string (header, &error);
  g_assert_no_error (error);
  metadata = json_object_get_object_member (json_node_get_object (node), "__metadata__");
  g_assert_cmpstr (json_object_get_string_member (metadata, "format"), ==, "pt");
  g_assert_cmpstr (json_object_get_string_member (metadata, "pixel_scale"), ==, "255");
  g_assert_cmpstr (json_object_get_string_member (metadata, "epochs"), ==, "12");
  g_assert_true (g_str_has_prefix (json_object_get_string_member (metadata, "classes"),
                                   "[\"disc\",\"ring\",\""));
  g_assert_true (ov_recipe_from_json (&recorded,
                                      json_object_get_string_member (metadata, "recipe"), &error));
  g_assert_no_error (error);
  g_assert_true (ov_recipe_equal (&recorded, &recipe));

  /* The mean image stands behind the parameters. */
  for (guint i = 0; i < OV_IMAGE_SIZE; i++)
    {
      float mean;

      memcpy (&mean, contents + n_bytes - (OV_IMAGE_SIZE - i) * sizeof mean, sizeof mean);
      g_assert_cmpfloat (mean, ==, sample->mean_image[i]);
    }
}

/* What is written is the file that the format's description gives, byte for byte. */
static void
test_bytes (Fixture *f, gconstpointer data)
{
  const gsize header_size = (strlen (HEADER) + 7) / 8 * 8;
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;
  guint64 length;
  gsize size;

  f->network->parameters[1] = 1.5f;
  g_assert_true (ov_weights_save (f->network, NULL, f->file, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (f->path, &contents, &size, &error));
  g_assert_cmpuint (size, ==, 8 + header_size + N_BYTES);
  memcpy (&length, contents, sizeof length);
  g_assert_cmpuint (GUINT64_FROM_LE (length), ==, header_size);
  g_assert_cmpmem (contents + 8, strlen (HEADER), HEADER, strlen (HEADER));
  for (gsize i = strlen (HEADER); i < header_size; i++)
    g_assert_cmpint (contents[8 + i], ==, ' ');
  g_assert_cmpmem (contents + 8 + header_size + 4, 4, "\0\0\xc0\x3f", 4);
}

/* Metadata may be there, and the tensors may lie in any order. */
static void
test_foreign (Fixture *f, gconstpointer data)
{
  const char *header =
    "{\"__metadata__\":{\"format\":\"pt\"},"
    "\"output.weight\":{\"dtype\":\"F32\",\"shape\":[10,1],\"data_offsets\":[0,40]},"
    "\"hidden.weight\":{\"data_offsets\":[44,12332],\"shape\":[1,3072],\"dtype\":\"F32\"},"
    "\"hidden.bias\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[40,44]}," OUTPUT_BIAS "}";
  const float *parameters = f->network->parameters;
  g_autoptr (GError) error = NULL;

  write_file (f, strlen (header), header, N_BYTES);
  g_assert_true (ov_weights_load (f->network, f->file, &error));
  g_assert_no_error (error);
  for (gsize i = 0; i < N_PARAMETERS; i++)
    g_assert_cmpfloat (parameters[i], ==, 0.0f);
}

typedef struct
{
  const char *name;
  const char *header;
  const char *reason;
} BadHeader;

#define WITH_HIDDEN_BIAS(bias) "{" HIDDEN_WEIGHT "," bias "," OUTPUT_WEIGHT "," OUTPUT_BIAS "}"

static const BadHeader bad_headers[] = {
  {"empty", "", "header"},
  {"no-object", "[1,2,3]", "header"},
  {"no-json", "{\"hidden.weight\":", "header"},
  {"no-utf8", "{\"hidden\xff\":1}", "header"},
  {"deep", "{\"a\":{\"b\":[[[[[[[[1]]]]]]]]}}", "header"},
  {"comment", "/* */{" ALL_TENSORS "}", "header"},
  {"twice", "{" ALL_TENSORS "," HIDDEN_BIAS "}", "“hidden.bias” twice"},
  {"missing", "{" HIDDEN_WEIGHT "," OUTPUT_WEIGHT "," OUTPUT_BIAS "}", "no “hidden.bias”"},
  {"more", "{\"other\":{}," ALL_TENSORS "}", "more than"},
  {"mean-shape", "{\"mean_image\":{\"dtype\":\"F32\",\"shape\":[3,1024],"
                 "\"data_offsets\":[12372,24660]}," ALL_TENSORS "}",
   "shape of “mean_image” is not 3 × 32 × 32"},
  {"mean-overlap", "{\"mean_image\":{\"dtype\":\"F32\",\"shape\":[3,32,32],"
                   "\"data_offsets\":[0,12288]}," ALL_TENSORS "}",
   "overlap"},
  {"no-tensor", WITH_HIDDEN_BIAS ("\"hidden.bias\":3"), "no “hidden.bias”"},
  {"dtype", WITH_HIDDEN_BIAS ("\"hidden.bias\":{\"dtype\":\"F16\",\"shape\":[1],"
                              "\"data_offsets\":[12288,12292]}"),
   "32-bit"},
  {"no-dtype", WITH_HIDDEN_BIAS ("\"hidden.bias\":{\"shape\":[1],"
                                 "\"data_offsets\":[12288,12292]}"),
   "32-bit"},
  {"shape", WITH_HIDDEN_BIAS ("\"hidden.bias\":{\"dtype\":\"F32\",\"shape\":[2],"
                              "\"data_offsets\":[12288,12296]}"),
   "shape of “hidden.bias” is not 1"},
  {"dims", WITH_HIDDEN_BIAS ("\"hidden.bias\":{\"dtype\":\"F32\",\"shape\":[1,1],"
                             "\"data_offsets\":[12288,12292]}"),
   "shape"},
  {"fraction", WITH_HIDDEN_BIAS ("\"hidden.bias\":{\"dtype\":\"F32\",\"shape\":[1.0],"
                                 "\"data_offsets\":[12288,12292]}"),
   "shape"},
  {"size", WITH_HIDDEN_BIAS ("\"hidden.bias\":{\"dtype\":\"F32\",\"shape\":[1],"
                             "\"data_offsets\":[12288,12296]}"),
   "place"},
  {"negative", WITH_HIDDEN_BIAS ("\"hidden.bias\":{\"dtype\":\"F32\",\"shape\":[1],"
                                 "\"data_offsets\":[-4,0]}"),
   "place"},
  {"overlap", WITH_HIDDEN_BIAS ("\"hidden.bias\":{\"dtype\":\"F32\",\"shape\":[1],"
                                "\"data_offsets\":[12284,12288]}"),
   "overlap"},
  {"gap", WITH_HIDDEN_BIAS ("\"hidden.bias\":{\"dtype\":\"F32\",\"shape\":[1],"
                            "\"data_offsets\":[12372,12376]}"),
   "gaps"},
  {"huge", WITH_HIDDEN_BIAS ("\"hidden.bias\":{\"dtype\":\"F32\",\"shape\":[1],"
                             "\"data_offsets\":[9223372036854775800,9223372036854775804]}"),
   "gaps"},
};

static void
test_bad_header (Fixture *f, gconstpointer data)
{
  const BadHeader *bad = data;

  write_file (f, strlen (bad->header), bad->header, N_BYTES);
  assert_refused (f, bad->reason);
}

static void
test_bad_size (Fixture *f, gconstpointer data)
{
  write_file (f, strlen (HEADER), HEADER, N_BYTES - 1);
  assert_refused (f, "too early");
  write_file (f, strlen (HEADER), HEADER, N_BYTES + 1);
  assert_refused (f, "follows");
  write_file (f, 65536, HEADER, 0);
  assert_refused (f, "too early");
  write_file (f, 65537, HEADER, N_BYTES);
  assert_refused (f, "header");
  write_file (f, G_MAXUINT64, HEADER, N_BYTES);
  assert_refused (f, "header");
  g_assert_true (g_file_set_contents (f->path, "1234567", 7, NULL));
  assert_refused (f, "too early");
}

static void
test_not_finite (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->network->parameters[3] = (float) G_MAXDOUBLE;
  g_assert_true (ov_weights_save (f->network, NULL, f->file, &error));
  f->network->parameters[3] = 0.0f;
  assert_refused (f, "finite");
}

/* A file that cannot be written leaves the old one, and nothing besides. */
static void
test_unwritable (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->folder, "none", "weights.safetensors", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  g_assert_false (ov_weights_save (f->network, NULL, file, &error));
  g_assert_error (error, OV_ERROR, OV_ERROR_FILE);
  assert_refused (f, "does not exist");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, data, func) \
  g_test_add ("/weights/" name, Fixture, data, fixture_set_up, func, fixture_tear_down)
  ADD ("round-trip", NULL, test_round_trip);
  ADD ("notes", NULL, test_notes);
  ADD ("bytes", NULL, test_bytes);
  ADD ("foreign", NULL, test_foreign);
  ADD ("bad-size", NULL, test_bad_size);
  ADD ("not-finite", NULL, test_not_finite);
  ADD ("unwritable", NULL, test_unwritable);

  for (guint i = 0; i < G_N_ELEMENTS (bad_headers); i++)
    {
      g_autofree char *path = g_strdup_printf ("/weights/bad-header/%s", bad_headers[i].name);

      g_test_add (path, Fixture, &bad_headers[i], fixture_set_up, test_bad_header,
                  fixture_tear_down);
    }

  return g_test_run ();
}
