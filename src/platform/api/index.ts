export { z } from '@hono/zod-openapi';
export { type Access } from './access.ts';
export { createApi, type Api, type ApiEnvironment } from './app.ts';
export { pageOf, pageQuery, readPage, type PageQuery } from './page.ts';
export { problemType, titles } from './problem.ts';
export { defineFileRoute, defineRoute, fileQuery, named, type ApiRoute, type ArrivingFile, type FileContent } from './route.ts';
export { contentsOf, operationOf, type Document, type Field, type OperationDescription } from './reference.ts';
