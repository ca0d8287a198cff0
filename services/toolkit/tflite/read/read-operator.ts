import type { FlatFile } from "../flatbuffer/flat-file.js";
import type { Operator } from "../graph.js";
import { BUILTIN_OPERATORS, type BuiltinOperator } from "../schema/builtin-operators.js";
import type { ModelTable, OperatorCodeTable, OperatorTable } from "../schema/model-tables.js";
import { bytesBehind } from "./buffer-bytes.js";
import type { TensorReader } from "./tensor-reader.js";

/** Understands one operator of the subgraph that has these tensors. @throws ServiceError `tflite_malformed`. */
export function readOperator(
  file: FlatFile,
  model: ModelTable,
  table: OperatorTable,
  tensors: TensorReader,
  where: string,
): Operator {
  const code = model.operatorCodes?.[table.opcodeIndex];
  if (code === undefined)
    return file.fail(where, `is of kind ${table.opcodeIndex} of ${model.operatorCodes?.length ?? 0}`);
  const op = operatorOf(file, code, where);
  const inputs = (table.inputs ?? []).map((index) =>
    index === -1 ? undefined : tensors.at(index, `${where}.inputs`),
  );
  const options = table.builtinOptions ?? table.builtinOptions2;
  return {
    op,
    inputs,
    outputs: tensors.list(table.outputs, `${where}.outputs`),
    ...(options === undefined ? {} : { options }),
    ...(op === "CUSTOM" ? { custom: customOf(file, code, table, where) } : {}),
  };
}

/** The field for codes below 127 is older than the one for all; files have either, or both. */
function operatorOf(file: FlatFile, code: OperatorCodeTable, where: string): BuiltinOperator {
  const number = Math.max(code.builtinCode, code.deprecatedBuiltinCode);
  return BUILTIN_OPERATORS[number] ?? file.fail(where, `is the unknown operator ${number}`);
}

function customOf(
  file: FlatFile,
  { customCode = "" }: OperatorCodeTable,
  table: OperatorTable,
  where: string,
) {
  const { customOptions, largeCustomOptionsOffset: offset, largeCustomOptionsSize: size } = table;
  const options = offset > 1n ? bytesBehind(file, offset, size, where) : customOptions;
  return { code: customCode, ...(options === undefined ? {} : { options }) };
}
