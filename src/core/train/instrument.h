/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model.h"
#include "readings.h"
#include "run-record.h"
#include "trainer.h"

/* On how many of the first training images an instrument looks that does not look at the step's. */
#define OV_INSTRUMENT_IMAGES 1000

/* The most instruments there can be: each is a bit of a set. */
#define OV_MOST_INSTRUMENTS 32

/**
 * OvInstrumentParts:
 * @OV_INSTRUMENT_WHOLE: the network as a whole
 * @OV_INSTRUMENT_BY_WEIGHT: each layer that has weights
 * @OV_INSTRUMENT_BY_ACTIVATION: each layer of sigmoids or rectified linear units
 *
 * What an instrument has a value of.
 */
typedef enum
{
  OV_INSTRUMENT_WHOLE,
  OV_INSTRUMENT_BY_WEIGHT,
  OV_INSTRUMENT_BY_ACTIVATION,
} OvInstrumentParts;

/**
 * OvInstrumentScale:
 * @OV_INSTRUMENT_LINEAR: its values can have either sign
 * @OV_INSTRUMENT_SHARE: they are shares, from 0 to 1
 * @OV_INSTRUMENT_LOGARITHMIC: they are above 0, and may change by orders of magnitude
 *
 * What an axis of its values looks like.
 */
typedef enum
{
  OV_INSTRUMENT_LINEAR,
  OV_INSTRUMENT_SHARE,
  OV_INSTRUMENT_LOGARITHMIC,
} OvInstrumentScale;

/* The most lines that an instrument's values are held against. */
#define OV_INSTRUMENT_REFERENCES 2

/**
 * OvInstrumentReference:
 * @value: where it is
 * @label: (nullable): what it means, not yet translated; %NULL for no line
 *
 * A value that others are held against.
 */
typedef struct
{
  double      value;
  const char *label;
} OvInstrumentReference;

/**
 * OvInstrument:
 * @name: what it is called in files and on the command line, such as "gradient-norm"
 * @title: its name for people, not yet translated
 * @short_title: the same for an axis
 * @explanation: what its values mean, in a sentence, not yet translated
 * @parts: what it has a value of
 * @scale: what an axis of its values looks like
 * @references: what its values are held against
 * @measure: sets the values, which are not numbers before, of a trainer that has notes of its last
 *   step, and leaves the course of the training as it is to the last bit. Returns %FALSE with
 *   @error set to %G_IO_ERROR_CANCELLED
 * @find_fault: (nullable): says in a sentence, translated and (transfer full), what is wrong with
 *   what it showed last; %NULL when nothing is
 *
 * Something that is measured of a run between its epochs.
 */
typedef struct
{
  const char           *name;
  const char           *title;
  const char           *short_title;
  const char           *explanation;
  OvInstrumentParts     parts;
  OvInstrumentScale     scale;
  OvInstrumentReference references[OV_INSTRUMENT_REFERENCES];
  gboolean (*measure) (OvTrainer    *trainer,
                       double       *values,
                       GCancellable *cancellable,
                       GError      **error);
  char *(*find_fault) (const OvRecipe *recipe, const OvInstrumentReading *last);
} OvInstrument;

/* The instruments of meson.build, up to a %NULL. */
extern const OvInstrument *const ov_instruments[];

guint       ov_instrument_count        (void);
guint       ov_instrument_get_all      (void);
gboolean    ov_instrument_find         (const char         *name,
                                        guint              *instrument);
guint       ov_instrument_count_values (const OvInstrument *self,
                                        const OvModel      *model);
const char *ov_instrument_get_part     (const OvInstrument *self,
                                        const OvModel      *model,
                                        guint               value);
guint       ov_instrument_get_interval (const OvRecipe *recipe);
char       *ov_instrument_name_column  (const OvInstrument *self,
                                        const OvModel      *model,
                                        guint               value);

void        ov_trainer_set_instruments  (OvTrainer          *self,
                                         guint               instruments);
gboolean    ov_trainer_read_instruments (OvTrainer          *self,
                                         OvReadings         *readings,
                                         GCancellable       *cancellable,
                                         GError            **error);

char *ov_instruments_find_faults (const OvRunRecord *run);
