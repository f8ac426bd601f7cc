BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0006');
CREATE TABLE attempts (
	id INTEGER NOT NULL, 
	operation_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	run TEXT NOT NULL, 
	fence INTEGER NOT NULL, 
	event TEXT NOT NULL, 
	number INTEGER, 
	state TEXT, 
	detail TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(operation_id) REFERENCES operations (id)
);
INSERT INTO "attempts" VALUES(1,1,'2026-10-15 15:00:00.095444','45dc41ca31684fb491d4acdf2c0356b5',1,'sending',1,'sending','');
INSERT INTO "attempts" VALUES(2,1,'2026-10-15 15:00:00.106405','45dc41ca31684fb491d4acdf2c0356b5',1,'issued',1,'done','200 {"error": "N", "errores": [""], "rta": "El comprobante FACTURA B 00001-00000001 se ha guardado correctamente", "cae": "74567100000001 ", "requiere_fec": "NO ", "vencimiento_cae": "25/10/2026", "vencimiento_pago": "15/10/2026", "comprobante_pdf_url": "{service}/pdf/5-HQ3nLkgD0rTqD9idQlkQ.pdf", "comprobante_ticket_url": "{service}/pdf/5-HQ3nLkgD0rTqD9idQlkQ.pdf", "afip_qr": "https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAxLCAidGlwb0NtcCI6ICJGQUNUVVJBIEIiLCAibnJvQ21wIjogMSwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMTIzNDU2NzgiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3NDU2NzEwMDAwMDAwMSJ9 ", "envio_x_mail": "N", "envio_x_mail_direcciones": "", "external_reference": "A-1", "comprobante_nro": "00001-00000001", "comprobante_tipo": "FACTURA B", "micrositios": {"cliente": "", "descarga": ""}, "observaciones": []}');
INSERT INTO "attempts" VALUES(3,2,'2026-10-15 15:00:00.228240','92eda7f81ece441781862e2b8ac21a02',2,'sending',2,'sending','');
INSERT INTO "attempts" VALUES(4,3,'2026-10-15 15:00:01.385757','b9e69c31f40d402ab38040ef7c7a07e8',1,'sending',1,'sending','');
INSERT INTO "attempts" VALUES(5,3,'2026-10-15 15:00:02.485553','c59de7cccafa4e7694cc6f24e00b883e',2,'recovered',1,'unknown','');
CREATE TABLE balances (
	scope TEXT NOT NULL, 
	paid_elsewhere TEXT NOT NULL, 
	who TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (scope)
);
CREATE TABLE documents (
	operation_id INTEGER NOT NULL, 
	url TEXT NOT NULL, 
	url_day DATE NOT NULL, 
	path TEXT, 
	sha256 TEXT, 
	problem TEXT NOT NULL, 
	updated_at DATETIME NOT NULL, 
	PRIMARY KEY (operation_id), 
	FOREIGN KEY(operation_id) REFERENCES operations (id)
);
INSERT INTO "documents" VALUES(1,'{service}/pdf/5-HQ3nLkgD0rTqD9idQlkQ.pdf','2026-10-15','{folder}/home/pdf/30712345671/FACTURA B/00001-00000001.pdf','05d77f15375b83cbbeb83b4fd7c2e885e0a0c7f8c9df0be13623a63b95fb04d6','','2026-10-15 15:00:00.125449');
CREATE TABLE files (
	id INTEGER NOT NULL, 
	sha256 TEXT NOT NULL, 
	name TEXT NOT NULL, 
	path TEXT NOT NULL, 
	seen_at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (sha256)
);
INSERT INTO "files" VALUES(1,'d5bb9423fa98ae54e9708dcd29c7defe0c62d170b7f50dc55940e75ca0b32870','antes.csv','{folder}/antes.csv','2026-10-15 15:00:00.075456');
INSERT INTO "files" VALUES(2,'2c5ebca2e80b317e880828f7cf74eec749d22745890c4f066116b32925537360','cortada.csv','{folder}/cortada.csv','2026-10-15 15:00:00.205597');
INSERT INTO "files" VALUES(3,'f20496854562d4a9f586d207ed20a7a80af1dfe53ad634c22b0e2dcf9df3436f','cortada_sin_referencia.csv','{folder}/cortada_sin_referencia.csv','2026-10-15 15:00:01.348413');
CREATE TABLE hooks (
	hook_id TEXT NOT NULL, 
	received_at DATETIME NOT NULL, 
	evento TEXT NOT NULL, 
	external_reference TEXT NOT NULL, 
	body TEXT NOT NULL, 
	asked_at DATETIME, 
	PRIMARY KEY (hook_id)
);
CREATE TABLE lanes (
	lane TEXT NOT NULL, 
	last_number INTEGER NOT NULL, 
	PRIMARY KEY (lane)
);
INSERT INTO "lanes" VALUES('default|1|FACTURA B',1);
INSERT INTO "lanes" VALUES('default|2|FACTURA A',0);
CREATE TABLE leases (
	scope TEXT NOT NULL, 
	owner TEXT NOT NULL, 
	fence INTEGER NOT NULL, 
	expires_at DATETIME NOT NULL, 
	PRIMARY KEY (scope)
);
INSERT INTO "leases" VALUES('default|1','a35604a1abea03f1-f2c3a27b3ab741a68490bdf5b8782b5e',2,'2026-10-15 15:00:00.234001');
INSERT INTO "leases" VALUES('default|2','a35604a1abea03f1-3d1cc2d352a9400b8736517190e8e3c5',2,'2026-10-15 15:00:02.542021');
CREATE TABLE meta (
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('service','sandbox');
CREATE TABLE operations (
	id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	account TEXT NOT NULL, 
	referencia TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	external_reference TEXT NOT NULL, 
	content TEXT NOT NULL, 
	scope TEXT NOT NULL, 
	lane TEXT NOT NULL, 
	tipo TEXT NOT NULL, 
	punto_venta INTEGER NOT NULL, 
	fecha DATE NOT NULL, 
	documento_tipo TEXT NOT NULL, 
	documento_nro TEXT NOT NULL, 
	moneda TEXT NOT NULL, 
	total TEXT NOT NULL, 
	body TEXT NOT NULL, 
	asked_number INTEGER, 
	depends_on TEXT, 
	file_id INTEGER NOT NULL, 
	first_row INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	number INTEGER, 
	fence INTEGER NOT NULL, 
	attempts INTEGER NOT NULL, 
	sent_at DATETIME, 
	ended_at DATETIME, 
	refusal TEXT, 
	errors TEXT NOT NULL, 
	observations TEXT NOT NULL, 
	cae TEXT NOT NULL, 
	vencimiento_cae DATE, 
	pdf_url TEXT NOT NULL, 
	afip_qr TEXT NOT NULL, 
	requiere_fec TEXT NOT NULL, 
	done_in_run TEXT, 
	created_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, queue TEXT DEFAULT '' NOT NULL, reason TEXT DEFAULT '' NOT NULL, evidence TEXT DEFAULT '' NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT uq_operations_identity UNIQUE (kind, account, referencia, revision), 
	FOREIGN KEY(file_id) REFERENCES files (id)
);
INSERT INTO "operations" VALUES(1,'issue','default','A-1',0,'A-1','12731ac461528b01ddf05cb873ccb23c23e3809d0a7b15f9baa347c46debc713','default|1','default|1|FACTURA B','FACTURA B',1,'2026-10-15','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":1,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Antes","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,1,2,'done',1,1,1,'2026-10-15 15:00:00.094341','2026-10-15 15:00:00.104148',NULL,'[]','[]','74567100000001','2026-10-25','{service}/pdf/5-HQ3nLkgD0rTqD9idQlkQ.pdf','https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAxLCAidGlwb0NtcCI6ICJGQUNUVVJBIEIiLCAibnJvQ21wIjogMSwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMTIzNDU2NzgiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3NDU2NzEwMDAwMDAwMSJ9','NO','45dc41ca31684fb491d4acdf2c0356b5','2026-10-15 15:00:00.076686','2026-10-15 15:00:00.104545','','','');
INSERT INTO "operations" VALUES(2,'issue','default','U-1',0,'U-1','d7316a05e0f827050384f2d6a6f5f22a947ee9cefa3d32fe5794977b484b0684','default|1','default|1|FACTURA B','FACTURA B',1,'2026-10-15','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":1,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,2,2,'sending',2,2,1,'2026-10-15 15:00:00.225862',NULL,NULL,'[]','[]','',NULL,'','','',NULL,'2026-10-15 15:00:00.206950','2026-10-15 15:00:00.225862','','','');
INSERT INTO "operations" VALUES(3,'issue','default','pl-cc8543e0f55af6697ca4-1',0,'pl-cc8543e0f55af6697ca4-1','cc8543e0f55af6697ca4f06acae404a3169206cd5dd9293e92eef2f4e2f2980e','default|2','default|2|FACTURA A','FACTURA A',2,'2026-10-15','CUIT','30707070702','PES','1210.00','{"cliente":{"documento_tipo":"CUIT","documento_nro":"30707070702","razon_social":"El Ñandú S.R.L.","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"RI","condicion_iva_operacion":"RI","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA A","operacion":"V","idioma":"1","punto_venta":2,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,3,2,'unknown',1,2,1,'2026-10-15 15:00:01.384507','2026-10-15 15:00:02.484374',NULL,'[]','[]','',NULL,'','','',NULL,'2026-10-15 15:00:01.349710','2026-10-15 15:00:02.484629','','','');
CREATE TABLE pace (
	account TEXT NOT NULL, 
	next_at DATETIME NOT NULL, 
	PRIMARY KEY (account)
);
CREATE TABLE reviews (
	id INTEGER NOT NULL, 
	operation_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	who TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	answer TEXT NOT NULL, 
	note TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(operation_id) REFERENCES operations (id)
);
CREATE INDEX ix_operations_external_reference ON operations (external_reference);
CREATE INDEX ix_operations_scope_state ON operations (scope, state);
CREATE INDEX ix_attempts_operation ON attempts (operation_id);
CREATE INDEX ix_operations_comprobante ON operations (punto_venta, tipo, number);
CREATE INDEX ix_operations_queue ON operations (queue);
CREATE INDEX ix_reviews_operation ON reviews (operation_id);
CREATE INDEX ix_hooks_asked ON hooks (asked_at);
CREATE INDEX ix_operations_points ON operations (account, punto_venta);
CREATE INDEX ix_operations_content ON operations (content);
COMMIT;
