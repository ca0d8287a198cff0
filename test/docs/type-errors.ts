import { join } from "node:path";
import ts from "typescript";
import { projectRoot } from "../shared.js";

/**
 * Checks modules that are not on the disk, with the project's own compiler options.
 * @param texts by path
 * @param paths where the package's public entries lie
 * @returns what is wrong, by file
 */
export function typeErrors(texts: ReadonlyMap<string, string>, paths: Record<string, string[]>): string[] {
  const config = ts.readConfigFile(join(projectRoot, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, projectRoot);
  const compilerOptions = { ...options, noEmit: true, paths };
  const host = ts.createCompilerHost(compilerOptions);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => texts.has(path) || fileExists.call(host, path);
  host.readFile = (path) => texts.get(path) ?? readFile.call(host, path);
  host.getSourceFile = (path, target, ...rest) => {
    const text = texts.get(path);
    if (text === undefined) return getSourceFile.call(host, path, target, ...rest);
    const parsed = ts.createSourceFile(path, text, target);
    parsed.impliedNodeFormat = ts.ModuleKind.ESNext;
    return parsed;
  };
  const program = ts.createProgram([...texts.keys()], compilerOptions, host);
  const found = [...texts.keys()].flatMap((path) => {
    const source = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  });
  return found.map(
    ({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
  );
}
